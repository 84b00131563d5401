import { GatewayError } from '../errors.ts';

/** The refusal of a model that is not there, or is not there for this caller. It names what was asked for, cut and cleaned. */
export function modelNotFound(asked: string): GatewayError {
  return new GatewayError(
    'model_not_found',
    `There is no model or deployment '${shown(asked)}' here. GET /v1/models lists the models.`,
    { param: 'model' },
  );
}

/** At most 64 characters, none of which a terminal or a log viewer would act on. */
function shown(asked: string): string {
  // A character is two code units at the most, and no more of a long text is looked at.
  const characters = Array.from(asked.slice(0, longestShown * 2 + 2));
  const kept = characters
    .slice(0, longestShown)
    .join('')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '�');
  return characters.length > longestShown ? `${kept}…` : kept;
}

const longestShown = 64;
