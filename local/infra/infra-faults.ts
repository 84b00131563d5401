import { descriptionFaults } from './description-faults.ts';
import { moduleFaults } from './module-faults.ts';
import { nameFaults } from './name-faults.ts';
import { queryFaults } from './query-faults.ts';
import { resourceFaults } from './resource-faults.ts';
import { roleFaults } from './role-faults.ts';
import { secretFaults } from './secret-faults.ts';
import { settingFaults } from './setting-faults.ts';
import { syntaxFaults } from './syntax-faults.ts';
import { telemetryQueries } from './telemetry-queries.ts';
import type { Template } from './template.ts';

/** One thing that is held of the infrastructure, where it does not hold, and what is worth knowing though it does. */
export type Check = { readonly holds: string; readonly faults: readonly string[]; readonly notes?: readonly string[] };

/** Every check of the infrastructure that needs no Azure. */
export function infraFaults(template: Template): Check[] {
  return [
    { holds: 'every file is Bicep', faults: syntaxFaults(template) },
    { holds: 'every name is declared, and every parameter and variable used', faults: nameFaults(template) },
    {
      holds: 'every module gets the parameters it has, and every output is there and read',
      faults: moduleFaults(template),
    },
    { holds: 'every resource is of an api version that is vouched for', faults: resourceFaults(template) },
    { holds: 'every role is the one it is called, and assigned', faults: roleFaults(template) },
    { holds: 'no output tells a secret, and secrets go into the vault only', faults: secretFaults(template) },
    { holds: 'every parameter and output says what it is', faults: descriptionFaults(template) },
    { holds: 'app settings are those that Sluice reads, both ways', faults: settingFaults(template) },
    { holds: 'alerts and workbook ask for what Sluice writes', faults: queryFaults(telemetryQueries()) },
  ];
}
