import { budgetLimit, type BudgetSetting } from './budget-limit.ts';
import { pacingLimits, type PacingSetting } from './deployment-pacing.ts';
import type { Limit } from './limit.ts';
import { rateLimits, type RateSetting } from './rate-limits.ts';
import { sessionSubject } from './subject-key.ts';

/** One caller's rates, by model too, and its budgets: its own and those each of its sessions has. */
export type CallerLimitSetting = {
  readonly name: string;
  readonly limits?:
    | (RateSetting & { readonly models?: { readonly [alias: string]: RateSetting } | undefined })
    | undefined;
  readonly budgets?: readonly (BudgetSetting & { readonly for: 'caller' | 'session' })[] | undefined;
};

/** Callers that share budgets. */
export type TeamLimitSetting = {
  readonly name: string;
  readonly callers: readonly string[];
  readonly budgets: readonly BudgetSetting[];
};

/** Every limit that is configured. */
export type LimitSettings = {
  readonly callers: readonly CallerLimitSetting[];
  readonly teams: readonly TeamLimitSetting[];
  readonly deployments: readonly (PacingSetting & { readonly name: string })[];
};

/** Which limits apply to whom. */
export type LimitBook = {
  /** The rates of a caller, over all models and for this one, and the budgets of it, its teams and its session. */
  forCall(caller: string, model: string, session?: string): readonly Limit[];
  /** What a deployment is paced by. None where nothing is known of its capacity. */
  forDeployment(deployment: string): readonly Limit[];
};

/** Works out every limit once, sessions' apart. */
export function createLimitBook(settings: LimitSettings): LimitBook {
  const callers = new Map(settings.callers.map((caller) => [caller.name, pageOf(caller, settings.teams)]));
  const deployments = new Map(settings.deployments.map(({ name, ...pacing }) => [name, pacingLimits(name, pacing)]));
  return {
    forCall(caller, model, session) {
      const page = callers.get(caller);
      if (page === undefined) return [];
      const limits = page.ofModels.get(model) ?? page.ofCaller;
      if (session === undefined || page.sessionBudgets.length === 0) return limits;
      const subject = sessionSubject(caller, session);
      return [...limits, ...page.sessionBudgets.map((budget) => budgetLimit(subject, budget))];
    },
    forDeployment: (deployment) => deployments.get(deployment) ?? [],
  };
}

function pageOf({ name, limits = {}, budgets = [] }: CallerLimitSetting, teams: readonly TeamLimitSetting[]) {
  const ofTeams = teams
    .filter(({ callers }) => callers.includes(name))
    .flatMap((team) => team.budgets.map((budget) => budgetLimit({ kind: 'team', name: team.name }, budget)));
  const ofCaller = [
    ...rateLimits({ kind: 'caller', name }, limits),
    ...budgets
      .filter((budget) => budget.for === 'caller')
      .map((budget) => budgetLimit({ kind: 'caller', name }, budget)),
    ...ofTeams,
  ];
  const ofModels = Object.entries(limits.models ?? {}).map(([model, setting]): [string, Limit[]] => [
    model,
    [...ofCaller, ...rateLimits({ kind: 'caller-model', name, model }, setting)],
  ]);
  return {
    ofCaller,
    ofModels: new Map(ofModels),
    sessionBudgets: budgets.filter((budget) => budget.for === 'session'),
  };
}
