/** What the lock file says of a package: the names it asks for, wherever they then are. */
export type LockedPackage = {
  readonly dependencies: Readonly<Record<string, string>>;
  /** Of the app alone: what is bundled of these is what it shows or was made from. */
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/**
 * Which of the bundled packages one uses, by their folders in the lock file: those it asks for, and, in place of one of
 * which nothing was left in the bundle, those that this one asks for. `''` is the app itself, whose packages of development
 * count where they are bundled, and are not looked into.
 */
export function usesAmong(
  folder: string,
  bundled: ReadonlySet<string>,
  lock: Readonly<Record<string, LockedPackage>>,
): string[] {
  const found = new Set<string>();
  const passed = new Set([folder]);
  const look = (from: string): void => {
    for (const name of namesOf(lock[from])) {
      const used = folderOf(name, from, lock);
      if (used === undefined || passed.has(used)) continue;
      passed.add(used);
      if (bundled.has(used)) found.add(used);
      else look(used);
    }
  };
  look(folder);
  for (const name of Object.keys(lock[folder]?.devDependencies ?? {})) {
    if (bundled.has(`node_modules/${name}`)) found.add(`node_modules/${name}`);
  }
  return [...found].toSorted();
}

function namesOf(locked: LockedPackage | undefined): string[] {
  if (locked === undefined) return [];
  return Object.keys({ ...locked.dependencies, ...locked.optionalDependencies, ...locked.peerDependencies });
}

/** As Node finds it: in the package's own folder, then in those around it. */
function folderOf(name: string, from: string, lock: Readonly<Record<string, LockedPackage>>): string | undefined {
  for (let around = from; ; around = around.slice(0, Math.max(0, around.lastIndexOf('/node_modules/')))) {
    const folder = around === '' ? `node_modules/${name}` : `${around}/node_modules/${name}`;
    if (Object.hasOwn(lock, folder)) return folder;
    if (around === '') return undefined;
  }
}
