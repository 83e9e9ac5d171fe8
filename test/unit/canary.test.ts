/**
 * Secrets, passwords, keys, assertions and tokens go in, through every path there is, past an authority and an Azure that repeat what
 * they were sent; then all that was written, shown or logged is searched for them. The secret storage alone may have them.
 */
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { HttpClient, PipelineResponse } from '@azure/core-rest-pipeline';
import { after, before, describe, it } from 'mocha';
import { serveSandbox, type ServedSandbox } from '../../scripts/sandboxServer/serveSandbox.ts';
import { AddedIdentities } from '../../src/azure/identities/addedIdentities.ts';
import { connect } from '../../src/azure/connect.ts';
import { addIdentity } from '../../src/commands/identities/addIdentity.ts';
import { changeTenants, linkTenants, removeLinks } from '../../src/commands/links/changeLinks.ts';
import { checkLinks, refreshAll } from '../../src/commands/checks/checkLinks.ts';
import { copyAsScript } from '../../src/commands/links/copyAsScript.ts';
import { exportAllTenants, exportSomeRun } from '../../src/commands/runs/export.ts';
import { showJournal } from '../../src/commands/runs/showJournal.ts';
import { removeIdentity } from '../../src/commands/identities/removeIdentity.ts';
import { sampleAppIds } from '../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { Session } from '../../src/session/session.ts';
import { tenantId as nodeId } from '../../src/tree/nodes.ts';
import { RecordedLog } from '../host/support/recorders.ts';
import type { Step } from '../host/support/scriptedDialogs.ts';
import { RememberedSecrets } from './azure/support/remembered.ts';
import { cloudOf, trusting } from './azure/support/wire.ts';
import { commandsOver } from './commands/support/world.ts';
import { renderTree } from './tree/support/render.ts';
import { FakePage } from './form/support/fakePage.ts';
import { FakeFormHost } from './form/support/formWorld.ts';
import { success } from '../../src/shared/model/outcome.ts';
import { TreeModel } from '../../src/tree/treeModel.ts';
import { Form } from '../../src/form/form.ts';

const wrongSecret = 'canary-secret/ä+&=?';
const password = 'canary-password "quoted"';
const wrongPassword = 'canary-wrong-password';
const printed = 'canary-printed-by-a-tool';

/** Repeats what it was sent in every refusal, as no server should, and notes what must never be seen again. */
class Parrot implements HttpClient {
  readonly heard = new Set<string>();
  /** Requests to Azure Resource Manager are refused as well. */
  refusing = false;
  readonly #client: HttpClient;

  constructor(client: HttpClient) {
    this.#client = client;
  }

  async sendRequest(request: Parameters<HttpClient['sendRequest']>[0]): Promise<PipelineResponse> {
    const body = typeof request.body === 'string' ? request.body : '';
    const header = request.headers.get('authorization') ?? '';
    this.#note(new URLSearchParams(body).get('client_assertion'));
    this.#note(/^Bearer (.*)$/.exec(header)?.[1]);
    const response = await this.#client.sendRequest(request);
    const answer = JSON.parse(response.bodyAsText || '{}') as Record<string, unknown>;
    this.#note(answer['access_token']);
    if (response.status >= 400 && typeof answer['error_description'] === 'string') {
      answer['error_description'] = `${decodeURIComponent(body)} is ${body}. ${answer['error_description']}`;
      response.bodyAsText = JSON.stringify(answer);
    } else if (header !== '' && this.refusing) {
      response.status = 403;
      response.bodyAsText = JSON.stringify({ error: { code: 'AuthorizationFailed', message: `You sent ${header}.` } });
    }
    return response;
  }

  #note(text: unknown): void {
    if (typeof text === 'string') {
      this.heard.add(text);
    }
  }
}

describe('No secret', function () {
  this.timeout(60_000);
  let folder: string;
  let served: ServedSandbox;
  const searched: string[] = [];

  before(async () => {
    served = await serveSandbox();
    folder = mkdtempSync(path.join(tmpdir(), 'partner-link-secrets-'));
  });

  after(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });

  function write(name: string, content: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  it('is in anything that is written, shown, copied or logged', async () => {
    const { appId, homeTenantId, secret, certificate, federation } = served.servicePrincipal(sampleAppIds.automation);
    assert.ok(certificate && federation);
    const parrot = new Parrot(trusting(served));
    const log = new RecordedLog();
    const secrets = new RememberedSecrets();
    const session = new Session({
      mode: 'azure',
      folder: path.join(folder, 'azure'),
      windowId: 'one',
      log,
      ownPartnerIds: {
        list: () => [{ id: samplePartnerIds.contoso }, { id: samplePartnerIds.contosoNordics }],
        save: async () => ({ ok: true, value: undefined }),
        onDidChange: () => ({ dispose: () => undefined }),
        dispose: () => undefined,
      },
      connect: async (known) => {
        const cloud = cloudOf(served);
        const adding = new AddedIdentities({ cloud, known, secrets, httpClient: parrot, log });
        return connect({ cloud, sources: [], adding, httpClient: parrot, log });
      },
      refreshAfterHours: () => 0,
      runConcurrency: () => 8,
      dporMode: { get: () => 'portalService', set: () => Promise.resolve(success(undefined)) },
    });
    await session.open();
    const { context, dialogs, documents, files, copied } = commandsOver(session, log);
    const input = (asked: string, type: string): Step => ({
      kind: 'input',
      title: `Service Principal: ${asked}`,
      type,
    });
    const ids = [input('Tenant ID', homeTenantId), input('Client ID', appId)];
    const refused: Step = { kind: 'error', says: /^The identity wasn’t added\./, press: 'Try Again' };
    const added: Step = { kind: 'info', says: /^Added service principal/ };
    const begin = (choose: string): readonly Step[] => [
      { kind: 'pick', title: 'Add Identity', choose },
      { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
    ];

    // Adding, with each way to fail first.
    dialogs.expect(
      ...begin('client secret'),
      ...ids,
      input('Client Secret', wrongSecret),
      refused,
      ...ids,
      input('Client Secret', secret),
      added,
    );
    await addIdentity(context);
    const encrypted = createPrivateKey(certificate.pem).export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: password,
    });
    const locked = write('locked.pem', `${certificate.pem.split('-----BEGIN PRIVATE')[0] ?? ''}${String(encrypted)}`);
    const certificateSteps = (typed: string): readonly Step[] => [
      ...ids,
      input('Certificate', locked),
      input('Password of the Private Key', typed),
    ];
    dialogs.expect(
      ...begin('a certificate'),
      ...certificateSteps(wrongPassword),
      refused,
      ...certificateSteps(password),
      added,
    );
    await addIdentity(context);
    const stranger = write('token', await federation.assertion({ sub: 'repo:somebody/else' }));
    const federatedSteps = [...ids, input('Federated Token', stranger)];
    dialogs.expect(...begin('federation'), ...federatedSteps, refused, ...ids, {
      kind: 'input',
      title: 'Service Principal: Federated Token',
      type: undefined,
    });
    await addIdentity(context);
    writeFileSync(stranger, await federation.assertion());
    dialogs.expect(...begin('federation'), ...federatedSteps, added);
    await addIdentity(context);
    const environment = process.env['PATH'];
    const az = write(
      'tools/az',
      `#!/bin/sh\necho 'ERROR: ${printed} AADSTS50076: Sign in. Bearer ${printed}' >&2\nexit 1\n`,
    );
    chmodSync(az, 0o755);
    process.env['PATH'] = `${path.dirname(az)}:/usr/bin:/bin`;
    dialogs.expect(
      { kind: 'pick', title: 'Add Identity', choose: 'Azure CLI login' },
      { kind: 'error', says: /^The identity wasn’t added\./ },
    );
    await addIdentity(context);
    process.env['PATH'] = environment;

    // Scanning, linking, changing, removing; exports, journal and scripts of all that.
    const [identity] = session.store.identities();
    assert.ok(identity);
    const ref = { identity: identity.identity.key, tenantId: homeTenantId };
    const row = { picked: [{ kind: 'tenant', id: nodeId(ref), ref }] } as const;
    await refreshAll(context);
    dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: samplePartnerIds.contoso },
      { kind: 'confirm', says: /^Link/, press: 'Link' },
      { kind: 'info', says: /is linked to/ },
    );
    await linkTenants(context, row);
    dialogs.expect(
      { kind: 'pick', title: /Change/, choose: samplePartnerIds.contosoNordics },
      { kind: 'confirm', says: /^Change/, press: 'Change Link' },
      { kind: 'info', says: /./ },
    );
    await changeTenants(context, row);
    parrot.refusing = true;
    dialogs.expect({ kind: 'confirm', says: /^Remove/, press: 'Remove Link' }, { kind: 'warn', says: /Access denied/ });
    await removeLinks(context, row);
    dialogs.expect({ kind: 'warn', says: /Access denied/ });
    await checkLinks(context, row);
    dialogs.expect({ kind: 'warn', says: /^Couldn’t read .*Access denied/ });
    await refreshAll(context);
    for (const format of ['CSV', 'JSON', 'Markdown']) {
      dialogs.expect({ kind: 'pick', title: 'Export Tenants', choose: format }, { kind: 'info', says: 'Exported.' });
      await exportAllTenants(context);
      dialogs.expect(
        { kind: 'pick', title: 'Export Run', choose: 'remove' },
        { kind: 'pick', title: 'Export Run', choose: format },
        { kind: 'info', says: 'Exported.' },
      );
      await exportSomeRun(context);
    }
    await showJournal(context);
    parrot.refusing = false;
    dialogs.expect(
      { kind: 'pick', title: 'Copy as Script', choose: 'Only show the status' },
      { kind: 'pick', title: 'Copy as Script', choose: 'Azure CLI' },
      { kind: 'info', says: /./ },
    );
    await copyAsScript(context, row);
    const tree = renderTree(
      new TreeModel({
        store: session.store,
        marks: session.marks,
        expected: session.expected,
        ownPartnerIds: session.ownPartnerIds,
        choice: session.choice,
        progress: () => session.scanner.progress,
        failure: () => session.scanner.failure,
        mode: 'azure',
        cloud: session.cloud,
        clock: { now: Date.now },
        time: { locale: 'en', timeZone: 'UTC' },
      }),
      { tooltips: true },
    );
    assert.deepEqual([...secrets.kept.values()], [], 'a federated identity has no secret to keep');
    const page = new FakePage();
    const form = new Form({ channel: page.channel, session, host: new FakeFormHost(), log, language: 'en' });
    await page.ask({ ask: 'ready' });
    form.dispose();
    dialogs.expect(
      { kind: 'pick', title: 'Remove Identity', choose: appId },
      { kind: 'confirm', says: /^Remove/, press: 'Remove' },
    );
    await removeIdentity(context, { picked: [] });
    dialogs.holds();
    await session.dispose();

    // What was typed into a box that shows dots is offered there again, and nowhere else.
    const shown = dialogs.shown.map((one) =>
      one.kind === 'input' && one.options.secret ? { ...one.options, value: undefined } : one,
    );
    searched.push(
      ...log.lines,
      JSON.stringify(shown),
      ...documents.values(),
      ...files.saved.map(({ text }) => text),
      ...files.drafts.map(({ text }) => text),
      ...copied,
      tree,
      JSON.stringify(page.messages),
      ...filesIn(path.join(folder, 'azure')),
    );
    const canaries = [wrongSecret, secret, password, wrongPassword, printed, ...parrot.heard];
    const keyLine = certificate.pem.split('\n').find((line) => line.startsWith('MII')) ?? '';
    assert.ok(parrot.heard.size >= 5, 'tokens and assertions were seen on the wire');
    assert.ok(searched.length > 40 && searched.join('').includes(appId), 'there is something to search');
    for (const text of searched) {
      for (const canary of [...canaries, keyLine]) {
        for (const form of new Set([canary, encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)])) {
          assert.ok(!text.includes(form), `${form} is in: ${text.slice(0, 400)}`);
        }
      }
      // Nor half of one.
      assert.doesNotMatch(text, /canary|\beyJ[\w-]{20}/);
    }
  });
});

function filesIn(place: string): readonly string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}\n${readFileSync(path.join(entry.parentPath, entry.name), 'utf8')}`);
}
