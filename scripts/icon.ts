/** Makes media/icon.png (128 × 128) from media/partner-link.svg. Run it after changing the drawing: `node scripts/icon.ts`. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const size = 128;
const media = join(import.meta.dirname, '..', 'media');
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

const drawing = readFileSync(join(media, 'partner-link.svg'), 'utf8').replace(
  /<svg [^>]*>/,
  '<svg x="20" y="20" width="88" height="88" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.5" color="#ffffff">',
);
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(size)}" height="${String(size)}">
<rect width="${String(size)}" height="${String(size)}" rx="24" fill="#1f4e79"/>
${drawing}
</svg>`;

const folder = mkdtempSync(join(tmpdir(), 'partner-link-icon-'));
try {
  const page = join(folder, 'icon.html');
  writeFileSync(page, `<!doctype html><style>html,body{margin:0}svg{display:block}</style>${picture}`);
  execFileSync(
    chromium,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--force-device-scale-factor=1',
      '--default-background-color=00000000',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--window-size=${String(size)},${String(size)}`,
      `--screenshot=${join(media, 'icon.png')}`,
      `file://${page}`,
    ],
    { stdio: 'ignore', timeout: 60_000 },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
