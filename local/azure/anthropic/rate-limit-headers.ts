/** Azure's headers of limits as Anthropic's, whose resets are points in time. */
export function rateLimitHeaders(headers: Readonly<Record<string, string>>, nowMs: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const [, figure, unit] = /^x-ratelimit-(limit|remaining|reset)-(requests|tokens)$/.exec(name) ?? [];
      if (figure === undefined) return [];
      const own = figure === 'reset' ? new Date(nowMs + Number(value) * 1000).toISOString() : value;
      return [[`anthropic-ratelimit-${unit}-${figure}`, own]];
    }),
  );
}
