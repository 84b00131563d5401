/** Entities in groups that one transaction takes: of one partition, at most a hundred. No key may come twice. */
export function transactionsOf<Entity extends { readonly partitionKey: string }>(
  entities: readonly Entity[],
): Entity[][] {
  const groups = Map.groupBy(entities, ({ partitionKey }) => partitionKey);
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / mostRows) }, (_, index) =>
      group.slice(index * mostRows, (index + 1) * mostRows),
    ),
  );
}

const mostRows = 100;
