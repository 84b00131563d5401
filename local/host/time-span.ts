import { z } from 'zod';

/** A .NET time span as it stands in a `host.json`: `[days.]hours:minutes:seconds`. */
export const timeSpanSchema = z.string().regex(/^(\d+\.)?\d{1,2}:\d{1,2}:\d{1,2}$/);

/** Such a span in milliseconds. */
export function timeSpanMs(span: string): number {
  const parts = span.split(/[.:]/).map(Number);
  const [seconds = 0, minutes = 0, hours = 0, days = 0] = parts.reverse();
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
