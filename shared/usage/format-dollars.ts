/** Nano-dollars as dollars in decimal digits, exactly: 7500000 is `0.0075`. */
export function formatDollars(nanoDollars: number): string {
  const digits = String(nanoDollars).padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, -9) : `${digits.slice(0, -9)}.${fraction}`;
}
