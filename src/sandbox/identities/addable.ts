/** What *Add Identity…* can add to sample data beside accounts: the login of a tool, and service principals by their secret. */
import type { Failure } from '../../shared/model/failure.ts';
import type { NewIdentity } from '../../shared/model/knownIdentity.ts';
import type { IdentityKind } from '../../shared/model/model.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { SampleApplication, SampleIdentity, Scenario } from '../scenario/world.ts';

export interface Addable extends SampleIdentity {
  readonly kind: Exclude<IdentityKind, 'vscodeAccount' | 'sample'>;
}

const known = new WeakMap<Scenario, readonly Addable[]>();

/** The same objects each time, as long as the scenario is the same. */
export function addablesOf(scenario: Scenario): readonly Addable[] {
  let addables = known.get(scenario);
  if (!addables) {
    const { identities, applications } = scenario;
    // Whoever is logged in with a tool is the colleague, where there is one.
    const loggedIn = identities.find(({ afterSignIn }) => afterSignIn) ?? identities[0];
    const kinds = ['azureCli', 'azurePowerShell'] as const;
    addables = [
      ...(loggedIn ? kinds.map((kind) => ({ ...loggedIn, id: kind, kind, afterSignIn: true })) : []),
      ...applications.map(({ appId, homeTenantId, tenants }): Addable => ({
        id: `servicePrincipal.${appId}`,
        kind: 'servicePrincipal',
        name: appId,
        homeTenantId,
        afterSignIn: true,
        tenants,
      })),
    ];
    known.set(scenario, addables);
  }
  return addables;
}

/** Whom these answers mean; refused as Microsoft Entra would refuse them. */
export function addableFor(scenario: Scenario, { way, secret }: NewIdentity): Outcome<Addable> {
  const addables = addablesOf(scenario);
  if (way.kind !== 'servicePrincipal') {
    const login = addables.find(({ kind }) => kind === way.kind);
    return login ? success(login) : failed({ kind: 'toolMissing', tool: way.kind });
  }
  const application = scenario.applications.find(({ appId }) => appId === way.clientId);
  const addable = addables.find(({ id }) => id === `servicePrincipal.${way.clientId}`);
  if (!application || !addable || !application.tenants.some(({ tenantId }) => tenantId === way.tenantId)) {
    return failed({ kind: 'appNotInTenant', code: 'AADSTS700016', tenantId: way.tenantId });
  }
  const refused = refusalOf(application, secret);
  return refused ? failed({ ...refused, tenantId: way.tenantId }) : success(addable);
}

function refusalOf({ secrets }: SampleApplication, typed: string | undefined): Failure | undefined {
  const meant = secrets.find(({ value }) => value === typed);
  return meant && !meant.expired
    ? undefined
    : { kind: 'credentialRefused', code: meant ? 'AADSTS7000222' : 'AADSTS7000215' };
}

/** Answers that are good: they stand in the questions already. `undefined`: the scenario has no application. */
export function exampleOf({ applications: [application] }: Scenario): NewIdentity | undefined {
  const secret = application?.secrets.find(({ expired }) => !expired)?.value;
  return (
    application && {
      way: {
        kind: 'servicePrincipal',
        tenantId: application.homeTenantId,
        clientId: application.appId,
        credential: { kind: 'secret' },
      },
      secret,
    }
  );
}
