"""Reads a policy file into a Policy, or says by line what is wrong and what would be right."""

from collections.abc import Iterator

from criteria.domain.codes import PLACES, NdcError, ndc_pattern
from criteria.domain.facts import FactSpec
from criteria.domain.policy import (
    Applies,
    AuthorizationTerms,
    Citation,
    Criterion,
    Policy,
    Product,
    ServiceCode,
    Shape,
    Source,
)
from criteria.domain.reserved import ROOT
from criteria.loading.criteria_parts import CriteriaReader, citation
from criteria.loading.fact_specs import check_dates_of, check_fields, fact_spec_read
from criteria.loading.gate_parts import advisories_read, gates_read, limits_read
from criteria.loading.plan_values import settings_read
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.rules import RuleReader
from criteria.loading.same_words import check_same_words, facts_spread
from criteria.loading.schema import PolicyPart
from criteria.loading.tables import check_tables, tables_read
from criteria.loading.whole import check_whole
from criteria.loading.yaml_lines import yaml_read


def policy_read(text: str, *, revision: int = 0) -> Policy:
    """The policy in the text of a YAML file.

    Raises:
        PolicyFileError: with the line of each problem, what is wrong and what would be right.
    """
    document = yaml_read(text)
    problems = Problems(document)
    part = problems.model(PolicyPart, document.value, ())
    if part is None:
        raise problems.error()
    policy = _PolicyReader(part, problems).policy(revision)
    problems.raise_if_any()
    return policy


class _PolicyReader:
    """Puts one file's parts together."""

    def __init__(self, part: PolicyPart, problems: Problems) -> None:
        self._part = part
        self._problems = problems
        check_same_words(part.same_words, problems)
        facts = facts_spread(part.facts, part.same_words, problems)
        self._specs: dict[str, FactSpec] = {
            name: fact_spec_read(name, fact, problems) for name, fact in facts.items()
        }
        check_fields(self._specs, problems)
        check_dates_of(self._specs, problems)
        problems.raise_if_any()
        tables = tables_read(part.tables, self._specs, problems)
        self._rules = RuleReader(self._specs, problems, tables)
        self._criteria = CriteriaReader(self._rules, problems)

    def policy(self, revision: int) -> Policy:
        """The policy as far as it can be read."""
        part = self._part
        policy = Policy(
            slug=part.policy,
            version=part.version,
            title=part.title,
            product=part.product,
            effective_from=part.effective.first,
            effective_to=part.effective.last,
            source=self._source(),
            applies=self._applies(),
            authorization=self._authorization(),
            facts=self._specs,
            gates=gates_read(part.gates, self._rules, self._problems),
            root=self._root(),
            limits=limits_read(part.limits, self._rules, self._problems),
            advisories=advisories_read(part.advisories, self._rules, self._problems),
            settings=tuple(settings_read(part.settings, self._specs, self._problems)),
            statements=part.statements,
            revision=revision,
            effective_line=self._problems.line(("effective",)),
        )
        check_whole(policy, self._problems)
        check_tables(self._part.tables, policy, self._problems)
        return policy

    def _source(self) -> Source:
        part = self._part.source
        return Source(
            title=part.title,
            document=part.document,
            posted=part.posted,
            original_effective=part.original_effective,
            reviewed=part.reviewed,
            review_due=part.review_due,
            maintained_by=part.maintained_by,
            adopted_by=part.adopted_by,
            aliases=part.aliases,
            history=tuple((entry.on, entry.says) for entry in part.history),
            references=part.references,
            notes=part.notes,
        )

    def _applies(self) -> Applies:
        part = self._part.applies
        return Applies(
            indications=dict(part.indications),
            services=tuple(self._services()),
            products=tuple(self._products()),
            notes=part.notes,
        )

    def _products(self) -> Iterator[Product]:
        for index, item in enumerate(self._part.applies.products):
            try:
                yield Product(ndc_pattern(item.ndc), item.says)
            except NdcError as error:
                self._problems.add(("applies", "products", index, "ndc"), str(error))

    def _services(self) -> Iterator[ServiceCode]:
        for index, item in enumerate(self._part.applies.services):
            places = () if item.places == "any" else tuple(item.places)
            for place in places:
                if place not in PLACES:
                    where = ("applies", "services", index, "places")
                    hint = did_you_mean(place, PLACES)
                    self._problems.add(where, f"No place of service {place!r}. {hint}")
            yield ServiceCode(
                hcpcs=item.hcpcs,
                says=item.says,
                places=places,
                effective_from=item.effective.first if item.effective else None,
                effective_to=item.effective.last if item.effective else None,
            )

    def _authorization(self) -> AuthorizationTerms:
        part = self._part.authorization
        for key in ("renewals", "renewal_validity_days"):
            if getattr(part, key) is not None and not part.renewable:
                sentence = f"{key!r} belongs to an authorization that is renewable."
                self._problems.add(("authorization", key), sentence)
        return AuthorizationTerms(
            doses=part.doses,
            renewable=part.renewable,
            retreatment=part.retreatment,
            says=part.says,
            cite=citation(part.cite),
            validity_days=part.validity_days,
            billing_units=part.billing_units,
            units=part.units,
            renewals=part.renewals,
            renewal_validity_days=part.renewal_validity_days,
        )

    def _root(self) -> Criterion:
        return Criterion(
            id=ROOT,
            label="Criteria for approval",
            says="All of the following.",
            cite=Citation("All criteria"),
            shape=Shape.ALL,
            children=self._criteria.criteria(self._part.criteria, ("criteria",), under=Shape.ALL),
            line=self._problems.line(("criteria",)),
        )
