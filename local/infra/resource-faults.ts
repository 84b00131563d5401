import { apiVersions } from './api-versions.ts';
import type { Template } from './template.ts';

/** Resources of a type or api version that is not in the table, and rows of the table that no resource is of. */
export function resourceFaults({ files }: Template): string[] {
  const used = [...files.values()].flatMap(({ path, resources }) =>
    resources.map(({ type, apiVersion, name }) => ({ path, type: outermost(type), apiVersion, name })),
  );
  const wrong = used
    .filter(({ type, apiVersion }) => apiVersions[type]?.apiVersion !== apiVersion)
    .map(({ path, name, type, apiVersion }) => {
      const expected = apiVersions[type];
      return `${path}: ${name} is ${type}@${apiVersion}, ${expected === undefined ? 'a type nobody vouched for' : `not ${expected.apiVersion}`}`;
    });
  const leftOver = Object.keys(apiVersions).filter((type) => !used.some((resource) => resource.type === type));
  return [...wrong, ...leftOver.map((type) => `no resource is a ${type}`)];
}

function outermost(type: string): string {
  return type.split('/').slice(0, 2).join('/');
}
