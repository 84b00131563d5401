import * as z from 'zod';
import { endpointMistake } from './endpoint.ts';

/** A name that appears in headers, addresses and logs. */
export const nameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, {
  error: 'expected a name of letters, digits and . _ : - (up to 128)',
});

/** An address that credentials are sent to: https, or http on this machine. What is none is told of the example. */
export function addressSchema(example: string) {
  return z.string().check((context) => {
    const message = endpointMistake(context.value, example);
    if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
  });
}

/** `v1`, `preview` (the v1 surface with its previews) or a dated api version. */
export const apiVersionSchema = z
  .string()
  .regex(/^(v1|preview|20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(-preview)?)$/, {
    error: 'expected v1, preview or a dated api version such as 2024-10-21',
  });

/** A whole number within bounds. It may come as text, as it does from an app setting. */
export function wholeNumber({ min, max }: { min: number; max?: number }) {
  const bounded = z.int().min(min);
  return z.preprocess(numberFromText, max === undefined ? bounded : bounded.max(max));
}

/** A whole number of 1 or more: one schema for all of them, because each that is built costs every start. */
export const positiveSchema = wholeNumber({ min: 1 });

/** A number of 0 or more. It may come as text, as it does from an app setting. */
export const shareSchema = z.preprocess(numberFromText, z.number().min(0));

/** A part of a whole, 0 to 1. It may come as text, as it does from an app setting. */
export const fractionSchema = z.preprocess(numberFromText, z.number().min(0).max(1));

/** A share in percent, 0 to 100. It may come as text, as it does from an app setting. */
export const percentSchema = z.preprocess(numberFromText, z.number().min(0).max(100));

/** True or false. It may come as text, as it does from an app setting. */
export const flagSchema = z.preprocess(flagFromText, z.boolean());

function numberFromText(value: unknown): unknown {
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
}

function flagFromText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim().toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : value;
}
