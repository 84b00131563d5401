import type { Template } from './template.ts';
import { roles } from './roles.ts';

/**
 * Roles that are assigned and not in the table, are not named after their role, or are in the table and never assigned.
 * A role's id stands in a variable that is called as the role is.
 */
export function roleFaults({ files }: Template): string[] {
  const ids = [...files.values()].flatMap(({ path, variables }) =>
    variables.flatMap(({ name, value }) => {
      const id = /^'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'$/.exec(value?.text ?? '')?.[1];
      return id === undefined ? [] : [{ path, name, id }];
    }),
  );
  const wrong = ids
    .filter(({ id, name }) => roles[id]?.name.replaceAll(' ', '').toLowerCase() !== name.toLowerCase())
    .map(({ path, id, name }) => `${path}: ${name} is ${roles[id]?.name ?? 'no role of the table'} (${id})`);
  const never = Object.entries(roles)
    .filter(([id]) => !ids.some((used) => used.id === id))
    .map(([id, { name }]) => `nobody is given ${name} (${id})`);
  return [...wrong, ...never, ...bareIds(files)];
}

/** Ids that stand elsewhere than in a variable of their own, where no name vouches for them. */
function bareIds(files: Template['files']): string[] {
  const id = /'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'/g;
  return [...files.values()].flatMap(({ path, root, variables }) => {
    const named = variables.filter(({ value }) => value?.text.match(id)?.[0] === value?.text).length;
    return (root.text.match(id)?.length ?? 0) === named ? [] : [`${path}: an id that no variable names`];
  });
}
