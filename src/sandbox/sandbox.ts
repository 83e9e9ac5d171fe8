/** The stand-in put together: an `HttpClient`, its identities, and what tests need to steer and to see. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import { systemClock } from '../shared/async/clock.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import type { AddingSource } from '../shared/ports/identitySource.ts';
import { defaultAuthorityHost } from './api/authority.ts';
import { Gate } from './api/authenticate.ts';
import { defaultBillingHost } from './api/billingService.ts';
import { Budget } from './api/requestBudget.ts';
import { Directory } from './api/directory.ts';
import { Faults } from './switches/faults.ts';
import { generateScenario } from './scenario/generator.ts';
import { withHostileNames } from './scenario/hostileNames.ts';
import { withProjectedTenants } from './scenario/lighthouse.ts';
import { SampleIdentities } from './identities/identities.ts';
import type { SandboxClock } from './switches/delays.ts';
import { RequestLog, type AskedRequest } from './api/requestLog.ts';
import { defaultScenario } from './scenario/scenario.ts';
import { createService } from './service.ts';
import { memoryLog, State, type EventLog, type LinkRecord } from './state/state.ts';
import { memorySwitches, type Switches, type SwitchesChange, type SwitchSource } from './switches/switches.ts';
import { tenantsOf, type Scenario } from './scenario/world.ts';

export interface SandboxOptions {
  /** What differs from the defaults at the start. */
  readonly switches?: SwitchesChange;
  /** Origin of the Azure Resource Manager that is stood in for. Default: `https://management.azure.com`. */
  readonly host?: string;
  /** Origin of the portal's billing service that is stood in for. Default: `https://service.bmx.azure.com`. */
  readonly billingHost?: string;
  readonly clock?: SandboxClock;
  /** Where writes are kept. Default: in this object. */
  readonly events?: EventLog;
  /** Where switches come from. Default: `switches`, and `setSwitches`. */
  readonly switchSource?: SwitchSource;
}

export interface Sandbox extends Disposable {
  readonly httpClient: HttpClient;
  readonly identities: AddingSource;
  /** The origin that it answers for. */
  readonly host: string;
  switches(): Switches;
  setSwitches(change: SwitchesChange): void;
  scenario(): Scenario;
  /** The service's record of a principal, removed links included (`active: false`). */
  record(tenantId: string, objectId: string): LinkRecord | undefined;
  /** Changes a link behind the product's back, as another tool would. `undefined` removes it. */
  setLink(tenantId: string, objectId: string, partnerId: string | undefined): void;
  /** Who is designated for a subscription, whether it shows already or not; `undefined`: nobody. */
  designated(subscriptionId: string): string | undefined;
  /** Designates behind the product's back, as the portal would. `undefined` removes. */
  setDesignated(subscriptionId: string, partnerId: string | undefined): void;
  /** What was asked so far, oldest first. */
  requests(): readonly AskedRequest[];
  clearRequests(): void;
  /** Back to the scenario's beginning: links, designations and sign-ins of every process that shares it. Switches stay. */
  reset(): void;
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const host = options.host ?? 'https://management.azure.com';
  const clock = options.clock ?? systemClock;
  const source = options.switchSource ?? memorySwitches(options.switches);
  let current = source.read();
  let scenario = scenarioOf(current);
  const state = new State(options.events ?? memoryLog(), scenario, () => {
    identities.tellOfChange();
  });
  const gate = new Gate(host, scenario);
  const directory = new Directory(host);
  const requests = new RequestLog();
  const switches = (): Switches => {
    const now = source.read();
    if (now !== current) {
      const before = current;
      current = now;
      if (scenarioChanged(before, now)) {
        scenario = scenarioOf(now);
        gate.useScenario(scenario);
        directory.forget();
        state.useScenario(scenario);
      }
      if (scenarioChanged(before, now) || before.signedOut !== now.signedOut) {
        identities.tellOfChange();
      }
    }
    return current;
  };
  const faults = new Faults();
  const identities: SampleIdentities = new SampleIdentities({
    host,
    clock,
    switches,
    scenario: () => scenario,
    state,
    faults,
  });
  const httpClient = createService({
    host,
    billingHost: options.billingHost ?? defaultBillingHost,
    clock,
    switches,
    state,
    authorityHost: defaultAuthorityHost,
    gate,
    scenario: () => scenario,
    directory,
    budget: new Budget(),
    faults,
    requests,
  });
  state.refresh();
  return {
    httpClient,
    identities,
    host,
    switches,
    setSwitches: (change) => {
      source.change(change);
      switches();
    },
    scenario: () => {
      switches();
      return scenario;
    },
    record: (tenantId, objectId) => {
      switches();
      state.refresh();
      return state.record(tenantId, objectId);
    },
    setLink: (tenantId, objectId, partnerId) => {
      switches();
      state.refresh();
      if (partnerId === undefined) {
        state.unlink(tenantId, objectId, clock.now());
      } else {
        state.link(tenantId, objectId, partnerId, clock.now());
      }
    },
    designated: (subscriptionId) => {
      switches();
      state.refresh();
      return state.designations.held(subscriptionId, seededDesignation(scenario, subscriptionId));
    },
    setDesignated: (subscriptionId, partnerId) => {
      switches();
      state.refresh();
      state.designate(subscriptionId, partnerId, clock.now());
    },
    requests: () => requests.all(),
    clearRequests: () => {
      requests.clear();
    },
    reset: () => {
      state.reset();
    },
    dispose: () => {
      identities.dispose();
    },
  };
}

function seededDesignation(scenario: Scenario, subscriptionId: string): string | undefined {
  for (const tenant of tenantsOf(scenario)) {
    const found = tenant.subscriptions().find((one) => one.subscriptionId === subscriptionId);
    if (found) {
      return found.dpor?.partnerId;
    }
  }
  return undefined;
}

function scenarioOf(switches: Switches): Scenario {
  const { scenario } = switches;
  const plain = scenario.kind === 'default' ? defaultScenario : generateScenario(scenario);
  const projected = switches.projectedTenants ? withProjectedTenants(plain) : plain;
  return switches.hostileNames ? withHostileNames(projected) : projected;
}

function scenarioChanged(before: Switches, now: Switches): boolean {
  return (
    before.hostileNames !== now.hostileNames ||
    before.projectedTenants !== now.projectedTenants ||
    JSON.stringify(before.scenario) !== JSON.stringify(now.scenario)
  );
}
