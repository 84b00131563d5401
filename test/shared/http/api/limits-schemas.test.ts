import { describe, expect, it } from 'vitest';
import type { BudgetsAnswer, LimitsAnswer } from '../../../../shared/gateway/read-limits.ts';
import { budgetsAnswerSchema, limitsAnswerSchema } from '../../../../shared/http/api/limits-schemas.ts';

describe('limitsAnswerSchema', () => {
  it('takes a rate over all models that has been overdrawn', () => {
    const answer: LimitsAnswer = {
      object: 'list',
      caller: 'team-a',
      data: [
        {
          object: 'rate_limit',
          model: null,
          unit: 'tokens',
          per: 'minute',
          limit: 1_000,
          used: 1_200,
          remaining: -200,
          reset_seconds: 12,
          mode: 'soft',
        },
      ],
    };
    expect(limitsAnswerSchema.parse(answer)).toEqual(answer);
  });
});

describe('budgetsAnswerSchema', () => {
  it('takes a budget in dollars that never begins anew', () => {
    const answer: BudgetsAnswer = {
      object: 'list',
      caller: 'team-a',
      data: [
        {
          object: 'budget',
          of: 'team',
          name: 'research',
          unit: 'dollars',
          per: 'total',
          time_zone: 'UTC',
          budget: 10,
          used: 0.000_25,
          held: 0,
          remaining: 9.999_75,
          reset_seconds: null,
          mode: 'hard',
        },
      ],
    };
    expect(budgetsAnswerSchema.parse(answer)).toEqual(answer);
  });

  it('takes no budget of a period that there is not', () => {
    expect(budgetsAnswerSchema.shape.data.element.shape.per.safeParse('fortnight').success).toBe(false);
  });
});
