import type { RegisteredFunction, RpcValue } from './worker-message.ts';

/** What `@azure/functions` asks of the worker under the name `@azure/functions-core`. */
export type CoreApi = {
  readonly version: string;
  readonly hostVersion: string;
  registerFunction(metadata: RegisteredFunction, callback: FunctionCallback): Disposable;
  registerHook(name: string, callback: HookCallback): Disposable;
  setProgrammingModel(model: ProgrammingModel): void;
  getProgrammingModel(): ProgrammingModel | undefined;
  log(level: string, category: string, message: string): void;
  readonly Disposable: typeof Disposal;
};

export type FunctionCallback = (...args: unknown[]) => unknown;
export type HookCallback = (context: object) => unknown;

/** The library's side of the contract. */
export type ProgrammingModel = {
  readonly name: string;
  readonly version: string;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
};

export type CoreInvocationContext = {
  readonly invocationId: string;
  readonly request: {
    readonly invocationId: string;
    readonly triggerMetadata: Readonly<Record<string, RpcValue>>;
    readonly inputData: readonly { readonly name: string; readonly data: RpcValue }[];
    readonly traceContext: { readonly traceParent: string; readonly traceState: string };
  };
  readonly metadata: RegisteredFunction;
  state?: 'preInvocationHooks' | 'postInvocationHooks' | 'invocation' | undefined;
  log(level: string, category: string, message: string): void;
};

export type InvocationModel = {
  getArguments(): Promise<{ context: object; inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], handler: FunctionCallback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<{ returnValue?: unknown }>;
};

/** What an app registered while it was loaded. */
export type AppRegistry = {
  readonly api: CoreApi;
  readonly functions: ReadonlyMap<
    string,
    { readonly metadata: RegisteredFunction; readonly callback: FunctionCallback }
  >;
  readonly model: () => ProgrammingModel | undefined;
  runHooks(name: string, context: object): Promise<void>;
  /** Registering a function after this throws, as in Azure. */
  lock(): void;
};

/** An empty registry with the core API that fills it. `log` receives what the app and its library say. */
export function createAppRegistry(log: CoreApi['log']): AppRegistry {
  const functions = new Map<string, { metadata: RegisteredFunction; callback: FunctionCallback }>();
  const hooks: { name: string; callback: HookCallback }[] = [];
  let model: ProgrammingModel | undefined;
  let isLocked = false;

  const api: CoreApi = {
    version: '3.11.0',
    hostVersion: '4.1037.0',
    Disposable: Disposal,
    log,
    registerFunction(metadata, callback) {
      if (isLocked) throw new Error('A function can only be registered during app startup.');
      if (functions.has(metadata.name)) throw new Error(`Two functions are named "${metadata.name}".`);
      functions.set(metadata.name, { metadata, callback });
      return new Disposal(() => functions.delete(metadata.name));
    },
    registerHook(name, callback) {
      const hook = { name, callback };
      hooks.push(hook);
      return new Disposal(() => hooks.splice(hooks.indexOf(hook), 1));
    },
    setProgrammingModel(chosen) {
      model = chosen;
    },
    getProgrammingModel: () => model,
  };

  return {
    api,
    functions,
    model: () => model,
    async runHooks(name, context) {
      for (const hook of hooks) if (hook.name === name) await hook.callback(context);
    },
    lock() {
      isLocked = true;
    },
  };
}

class Disposal {
  readonly #dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  dispose(): void {
    this.#dispose();
  }

  [Symbol.dispose](): void {
    this.#dispose();
  }
}
