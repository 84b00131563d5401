import { settingsSchema } from '../../shared/config/settings-schema.ts';
import { platformSettings, unsetSettings } from './app-settings.ts';
import { propertiesOf } from './bicep-file.ts';
import type { Template } from './template.ts';

/**
 * Where the template's app settings and those that Sluice reads differ: each that is read is set or left alone for a
 * reason, each that is set is read by Sluice or, for a reason, by something else.
 */
export function settingFaults(template: Template): string[] {
  const read = Object.keys(settingsSchema.shape);
  const set = settingsSet(template);
  const reasons = [...Object.keys(platformSettings), ...Object.keys(unsetSettings)];
  return [
    ...read
      .filter((name) => !set.includes(name) && !(name in unsetSettings))
      .map((name) => `${name} is neither set nor left alone for a reason`),
    ...set
      .filter((name) => !read.includes(name) && !(name in platformSettings))
      .map((name) => `${name} is set, and nobody is known to read it`),
    ...Object.keys(unsetSettings)
      .filter((name) => set.includes(name) || !read.includes(name))
      .map((name) => `${name} is said to be left alone, and is ${set.includes(name) ? 'set' : 'no setting'}`),
    ...Object.keys(platformSettings)
      .filter((name) => !set.includes(name))
      .map((name) => `${name} is said to be set, and is not`),
    ...Object.keys(platformSettings)
      .filter((name) => read.includes(name))
      .map((name) => `${name} is said to be read by others, and Sluice reads it`),
    ...reasons.filter((name, at) => reasons.indexOf(name) !== at).map((name) => `${name} is in both lists`),
  ];
}

/** The names of all app settings the template can set, whatever their conditions. */
export function settingsSet({ files }: Template): string[] {
  const settings = [...files.values()]
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => type === 'Microsoft.Web/sites/config');
  return settings.flatMap(({ value }) =>
    (value?.descendantsOfType('object') ?? [])
      .flatMap((object) => [...propertiesOf(object).keys()])
      .filter((name) => name !== 'name' && name !== 'properties'),
  );
}
