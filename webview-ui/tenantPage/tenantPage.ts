/** The tenant page: what its script begins with. */
import {
  readFromHost,
  readKeptState,
  type FromHost,
  type KeptState,
  type Request,
  type TenantPageView,
} from '../../src/shared/tenantPage/messages.ts';
import { oncePerFrame } from '../kit/oncePerFrame.ts';
import { startPage, type News } from '../kit/startPage.ts';
import { page } from './page.ts';

begin();

function begin(): void {
  let view: TenantPageView | undefined;
  const { api, bridge, live } = startPage<Request, FromHost>(readFromHost, heard);
  const shown = page({ ask: (request) => void ask(request) });
  const draw = oncePerFrame(() => {
    if (view !== undefined) {
      shown.update(view);
    }
  });
  document.body.append(shown.element, live.element);
  const kept = readKeptState(api.getState());
  void bridge.ask({ ask: 'ready', ...(kept ? { tenant: kept.tenant } : {}) });

  async function ask(request: Request): Promise<void> {
    const answer = await bridge.ask(request);
    if (answer?.text !== undefined) {
      live.say(answer.text, answer.ok ? 'info' : 'error');
      shown.showError(answer.ok ? undefined : answer.text);
    }
  }

  function heard(message: News<FromHost>): void {
    const before = view?.tenant;
    view = message.view;
    const { tenant } = view;
    if (tenant === undefined || tenant.key !== before?.key) {
      // At once, and from the top.
      scrollTo(0, 0);
      shown.update(view);
    } else {
      draw();
    }
    if (tenant !== undefined && (tenant.key !== before?.key || tenant.status.text !== before.status.text)) {
      live.saySoon(`${tenant.name}: ${tenant.status.text}`);
      api.setState({ tenant: tenant.key } satisfies KeptState);
    }
  }
}
