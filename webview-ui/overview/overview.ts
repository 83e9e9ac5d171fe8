/** The overview's page: what its script begins with. */
import { readFromHost, type FromHost, type OverviewView, type Request } from '../../src/shared/overview/messages.ts';
import { oncePerFrame } from '../kit/oncePerFrame.ts';
import { startPage, type News } from '../kit/startPage.ts';
import { page } from './page.ts';

begin();

function begin(): void {
  let view: OverviewView | undefined;
  let headline: string | undefined;
  const { bridge, live } = startPage<Request, FromHost>(readFromHost, heard);
  const shown = page({
    ask: (request) => void ask(request),
    language: document.documentElement.lang,
  });
  const draw = oncePerFrame(() => {
    if (view !== undefined) {
      shown.update(view);
    }
  });
  document.body.append(shown.element, live.element);
  void bridge.ask({ ask: 'ready' });

  async function ask(request: Request): Promise<void> {
    const answer = await bridge.ask(request);
    if (answer?.text !== undefined) {
      live.say(answer.text, answer.ok ? 'info' : 'error');
      shown.showError(answer.ok ? undefined : answer.text);
    }
  }

  function heard(message: News<FromHost>): void {
    const first = view === undefined;
    view = message.view;
    // While it is scanned, a number of every quarter of a second is nothing to listen to.
    if (view.scan === undefined && view.headline !== headline) {
      if (headline !== undefined) {
        live.saySoon(view.headline);
      }
      headline = view.headline;
    }
    if (first) {
      shown.update(view);
    } else {
      draw();
    }
  }
}
