/** The product's own pipeline against the sandbox over the wire. */
import { after, before, describe } from 'mocha';
import { connect } from '../../../src/azure/connect.ts';
import { defaultSwitches, type SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import { serveSandbox, type ServedSandbox } from '../../../scripts/sandboxServer/serveSandbox.ts';
import { itAnswersAsRecorded, itKnowsWhatMayHaveHappened, type Started } from '../azure/support/recorded.ts';
import { cloudOf, trusting } from './support/client.ts';

describe('over the wire', function () {
  this.timeout(60_000);

  let served: ServedSandbox;

  before(async () => {
    served = await serveSandbox();
  });

  after(() => served.close());

  const start = async (switches?: SwitchesChange): Promise<Started> => {
    const { sandbox } = served;
    sandbox.reset();
    sandbox.setSwitches({ ...defaultSwitches, ...switches });
    sandbox.clearRequests();
    const lines: string[] = [];
    const note = (line: string): void => {
      lines.push(line);
    };
    const azure = connect({
      cloud: cloudOf(served),
      sources: [sandbox.identities],
      httpClient: trusting(served.caPem),
      log: { debug: note, info: note, warn: note, error: note },
    });
    return { sandbox, azure, lines };
  };

  itAnswersAsRecorded(start);
  itKnowsWhatMayHaveHappened(start);
});
