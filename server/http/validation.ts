import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { FieldError } from '../../src/api/contract.ts';
import { cleanLine, codePoints } from '../../src/text/clean.ts';
import { ProblemError } from './problem.ts';

/** Longest key of a thread or page, in code points. */
export const LONGEST_KEY = 500;

/**
 * Checks the parts of a request against the route's schemas. Only query values are converted, since a query has no numbers
 * and no lists of one; a body must be what it says.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema);
  const properties = (schema as { properties?: Record<string, { type?: string }> }).properties ?? {};
  return (data: unknown) => {
    const value = httpPart === 'querystring' ? fromQuery(data as Record<string, unknown>, properties) : data;
    if (validator.Check(value)) return { value };
    const errors = fieldErrors(validator.Errors(value), httpPart ?? 'body');
    const fields = errors.map(({ field, code }) => `${field} (${code})`).join(', ');
    return { error: new ProblemError('invalid-request', `Not valid: ${fields}.`, errors) };
  };
};

/** As `validatorCompiler`, but of a body only that it is an object: for routes that name all its faults themselves. */
export const anyObject: FastifySchemaCompiler<TSchema> = (part) => {
  if (part.httpPart !== 'body') return validatorCompiler(part);
  return (body: unknown) => {
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
    return isObject ? { value: body } : { error: fieldProblem('body', 'invalid', 'must be a JSON object') };
  };
};

/**
 * The key of a thread or page as the server understands it: NFC, one line, trimmed.
 *
 * @throws ProblemError when it is empty or too long
 */
export function cleanKey(raw: string, field: string): string {
  const key = cleanLine(raw);
  if (key === '') throw fieldProblem(field, 'required', 'is empty');
  if (codePoints(key) > LONGEST_KEY) throw fieldProblem(field, 'too-long', `is longer than ${LONGEST_KEY} characters`);
  return key;
}

/** The problem of one field. */
export function fieldProblem(field: string, code: FieldError['code'], why: string): ProblemError {
  return new ProblemError('invalid-request', `${field} ${why}.`, [{ field, code }]);
}

function fromQuery(query: Record<string, unknown>, properties: Record<string, { type?: string }>): unknown {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const type = properties[name]?.type;
      if (type === 'array' && typeof value === 'string') return [name, [value]];
      if (type === 'integer' && typeof value === 'string' && /^\d{1,15}$/.test(value)) return [name, Number(value)];
      return [name, value];
    }),
  );
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
}

function fieldErrors(errors: readonly SchemaError[], part: string): FieldError[] {
  return errors.flatMap(({ keyword, instancePath, params }): FieldError[] => {
    if (keyword === 'required' && 'requiredProperties' in params) {
      return (params.requiredProperties as string[]).map((field) => ({ field, code: 'required' }));
    }
    const field = instancePath.slice(1).replaceAll('/', '.') || part;
    return [{ field, code: keyword === 'maxLength' || keyword === 'maxItems' ? 'too-long' : 'invalid' }];
  });
}
