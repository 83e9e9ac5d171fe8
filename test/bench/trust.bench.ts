import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createPipelineRequest, type HttpClient } from '@azure/core-rest-pipeline';
import { serveSandbox } from '../../scripts/sandboxServer/serveSandbox.ts';
import { httpClientTrusting } from '../../src/azure/http/trustedCertificates.ts';
import { forEachLimit } from '../../src/shared/async/forEachLimit.ts';
import type { Bench } from './figure.ts';

const requests = 2_000;
const together = 32;

/** The processor time of requests over TLS, by authorities of `partnerLink.caFile` and by those that Node knows. */
export const trustBench: Bench = {
  name: 'trust',
  async run() {
    const served = await serveSandbox();
    const trusting = async (caFile?: string): Promise<HttpClient> => {
      const client = await httpClientTrusting({ systemCertificates: false, ...(caFile !== undefined && { caFile }) });
      if (!client.ok) {
        throw new Error(`The file cannot be used: ${client.failure.code ?? client.failure.kind}`);
      }
      return client.value;
    };
    const measured = async (client: HttpClient): Promise<number> => {
      const before = process.cpuUsage();
      await forEachLimit(Array.from({ length: requests }).keys(), together, async () => {
        const url = `${served.armOrigin}/metadata/endpoints?api-version=2022-09-01`;
        const { status } = await client.sendRequest(createPipelineRequest({ url }));
        if (status !== 200) {
          throw new Error(`The sandbox answered ${String(status)}`);
        }
      });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    const named = await trusting(served.caFile);
    setDefaultCACertificates([...getCACertificates('default'), served.caPem]);
    const known = await trusting();
    // Both warm, then the least of three each: what else this machine does counts for neither.
    const times = { named: [] as number[], known: [] as number[] };
    for (let round = 0; round < 4; round++) {
      times.named.push(await measured(named));
      times.known.push(await measured(known));
    }
    await served.close();
    const [withFile, without] = [Math.min(...times.named.slice(1)), Math.min(...times.known.slice(1))];
    return [
      {
        what: `${String(requests)} requests trusting partnerLink.caFile, beside what Node trusts: processor time`,
        value: withFile / without,
        unit: '',
        budget: 1.3,
        note: `${withFile.toFixed(0)} ms beside ${without.toFixed(0)} ms, the server's share included`,
      },
    ];
  },
};
