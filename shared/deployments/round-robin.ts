import type { Deployment } from '../config/config.ts';

/**
 * Whose turn it is among deployments of equal rank: each in proportion to its weight, and as evenly spread as weights
 * allow (5:1:1 gives a a b a c a a, not a a a a a b c). Every instance counts its own turns.
 */
export class RoundRobin {
  /** How much of a turn each has saved up. All of a group together have saved nothing. */
  readonly #saved = new Map<string, number>();

  /** The group with the one whose turn it is first, and the others behind it by how soon theirs comes; uses the turn up. */
  take(group: readonly Deployment[]): Deployment[] {
    const order = this.peek(group);
    const [next] = order;
    const wholeTurn = group.reduce((sum, deployment) => sum + shareOf(deployment), 0);
    for (const deployment of group) {
      const used = deployment === next ? wholeTurn : 0;
      this.#saved.set(deployment.name, this.#savedBy(deployment) + shareOf(deployment) - used);
    }
    return order;
  }

  /** The same order, for a look only. */
  peek(group: readonly Deployment[]): Deployment[] {
    const due = (deployment: Deployment): number => this.#savedBy(deployment) + shareOf(deployment);
    return group.toSorted((left, right) => due(right) - due(left));
  }

  #savedBy({ name }: Deployment): number {
    return this.#saved.get(name) ?? 0;
  }
}

/** Those of weight 0, which serve when nothing else can, share evenly. */
function shareOf({ weight }: Deployment): number {
  return weight > 0 ? weight : 1;
}
