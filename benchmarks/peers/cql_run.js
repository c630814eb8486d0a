// Runs an ELM library over cases, once for each line on standard input; prints JSON.
// Started as: node cql_run.js FOLDER_WITH_NODE_MODULES ELM.json CASES.json
const path = require("path");
const fs = require("fs");
const readline = require("readline");

const cql = require(path.join(process.argv[2], "node_modules", "cql-execution"));
const library = new cql.Library(JSON.parse(fs.readFileSync(process.argv[3])));
const cases = JSON.parse(fs.readFileSync(process.argv[4]));

class Facts {
  constructor(row, place) {
    Object.assign(this, row);
    this.place = String(place);
  }
  getId() {
    return this.place;
  }
  findRecords() {
    return [this];
  }
}

class Source {
  constructor(rows) {
    this.rows = rows;
    this.place = 0;
  }
  currentPatient() {
    return this.rows[this.place];
  }
  nextPatient() {
    this.place += 1;
    return this.rows[this.place];
  }
}

const rows = cases.map((row, place) => new Facts(row, place));
const executor = new cql.Executor(library);

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const begun = process.hrtime.bigint();
    const results = await executor.exec(new Source(rows));
    const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
    const answer = { seconds };
    if (line === "answers") {
      answer.answers = rows.map((_, place) => results.patientResults[String(place)]);
    }
    console.log(JSON.stringify(answer));
  }
}

main();
