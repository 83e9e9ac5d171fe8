/** Makes media/icon.png (128 × 128) from media/partner-link.svg. Run it after changing the drawing: `node scripts/icon.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const size = 128;
const media = join(import.meta.dirname, '..', 'media');

const drawing = readFileSync(join(media, 'partner-link.svg'), 'utf8').replace(
  '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"',
  '<svg x="18" y="18" width="92" height="92" color="#ffffff"',
);
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${String(size)}" height="${String(size)}">
<rect width="${String(size)}" height="${String(size)}" rx="24" fill="#1f4e79"/>
${drawing}
</svg>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: size, height: size }, deviceScaleFactor: 1 });
  await page.setContent(`<!doctype html><style>html,body{margin:0}svg{display:block}</style>${picture}`);
  await page.screenshot({ path: join(media, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
