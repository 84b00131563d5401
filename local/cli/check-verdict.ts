/**
 * The last line of `config check`, from its rows of a state and a name: `-` is what is not configured, `?` what is and
 * yet was not looked at. That everything answers is said only where everything was asked.
 */
export function checkVerdict(rows: readonly (readonly string[])[]): string {
  const asked = rows.filter(([state]) => state !== '-' && state !== '?');
  const failed = asked.filter(([state]) => state === 'FAILED');
  const unasked = rows.filter(([state]) => state === '?').map(([, name]) => name);
  const rest = unasked.length === 0 ? '' : ` Not checked: ${unasked.join(', ')}.`;
  if (failed.length > 0) return `${failed.length} of ${asked.length} checks failed.${rest}`;
  return rest === '' ? 'Everything answers.' : `What was checked answers.${rest}`;
}
