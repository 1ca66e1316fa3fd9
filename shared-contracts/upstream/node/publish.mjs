// Publishes a brief with only a Kafka client and the JSON Schema: node publish.mjs brief.json [run id]
// Reads KAFKA_BOOTSTRAP_SERVERS; KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD where the broker asks for them.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Kafka, logLevel } from "kafkajs";

const TYPE = "aicmo.brief.submitted.v1";
const TOPIC = "intake.briefs";
const SOURCE = process.env.EVENT_SOURCE ?? "/crm";
const SCHEMA = process.env.AICMO_SCHEMA ?? new URL(`../../schemas/${TYPE}.json`, import.meta.url);

function readBody(file, run) {
  const brief = JSON.parse(readFileSync(file, "utf8"));
  return { workflow_run_id: run, brief };
}

function assertValid(body) {
  const ajv = addFormats(new Ajv({ allErrors: true, strict: false }));
  const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));
  if (!validate(body)) throw new Error(`the body breaks ${TYPE}: ${ajv.errorsText(validate.errors)}`);
}

// kafkajs repeats a failed send with these same headers, so it stays the same event; a run starts once in any case.
function headersOf(run) {
  return {
    "content-type": "application/json",
    ce_specversion: "1.0",
    ce_id: randomUUID(),
    ce_source: SOURCE,
    ce_type: TYPE,
    ce_subject: run,
    ce_time: new Date().toISOString(),
    ce_datacontenttype: "application/json",
    ce_dataschema: `/schemas/${TYPE}.json`,
    ce_partitionkey: run,
    ce_correlationid: run,
  };
}

function connectionSettings() {
  const { KAFKA_BOOTSTRAP_SERVERS: servers, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = process.env;
  if (!servers) throw new Error("set KAFKA_BOOTSTRAP_SERVERS, for example localhost:9092");
  const secured = username ? { ssl: true, sasl: { mechanism: "scram-sha-512", username, password } } : {};
  return { clientId: "upstream", brokers: servers.split(","), logLevel: logLevel.ERROR, ...secured };
}

async function publish(run, body) {
  const producer = new Kafka(connectionSettings()).producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  try {
    const message = { key: run, headers: headersOf(run), value: JSON.stringify(body) };
    await producer.send({ topic: TOPIC, acks: -1, messages: [message] });
  } finally {
    await producer.disconnect();
  }
}

const [file, run = randomUUID()] = process.argv.slice(2);
if (!file) {
  console.error("usage: node publish.mjs brief.json [run id]");
  process.exit(2);
}
try {
  const body = readBody(file, run);
  assertValid(body);
  await publish(run, body);
  console.log(run);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
