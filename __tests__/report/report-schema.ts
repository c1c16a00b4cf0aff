import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

export const schema = JSON.parse(
  readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'),
);

/** Whether a report.json is as its schema says; `validate.errors` says what is not. */
export const validate = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false }).compile(
  schema,
);
