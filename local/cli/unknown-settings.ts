import type { Environment } from '../../shared/config/environment.ts';
import { settingsSchema } from '../../shared/config/settings-schema.ts';

/**
 * A sentence for each setting that is called as Sluice's are, but that neither Sluice nor the gateway file reads: most
 * likely one that is mistyped, and so without effect.
 */
export function unknownSettings(settings: Environment, gatewayText: string): string[] {
  const known = Object.keys(settingsSchema.shape);
  const unread = Object.keys(settings).filter(
    (name) => name.startsWith('SLUICE_') && !known.includes(name) && !others.test(name) && !gatewayText.includes(name),
  );
  return unread.map((name) => {
    const meant = known.find((other) => bare(other) === bare(name));
    return `${name} is no setting of Sluice, and changes nothing${meant === undefined ? '' : `: ${meant} is meant?`}`;
  });
}

/** Settings of the tools beside the app. */
const others = /^SLUICE_(LIVE|TEST|CALLER)_|^SLUICE_(KEY|SIMULATOR_URL)$/;

function bare(name: string): string {
  return name.replaceAll('_', '').toUpperCase();
}
