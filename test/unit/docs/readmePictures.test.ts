import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { productTexts } from '../../../scripts/productTexts.ts';
import { readmeWords, type PicturedWords } from '../../../scripts/readmePictures.ts';
import { sampleRows } from '../../../scripts/walkthroughPictures.ts';

/** A text of the product with whatever is put into it. */
function patternOf(text: string): RegExp {
  const parts = text.split(/\{\d\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[\\s\\S]+')}$`);
}

describe('README’s pictures (to make them again: npm run pictures -- readme)', () => {
  const pictured = JSON.parse(readFileSync(readmeWords, 'utf8')) as PicturedWords;

  it('show the rows that the sample data has now', async () => {
    assert.deepEqual(pictured.rows, await sampleRows());
  });

  it('show only headings, labels, and buttons that the product still says', () => {
    const patterns = [...new Set(productTexts().map(({ text }) => text))]
      // One that is little but places to fill would let everything pass.
      .filter((text) => /\p{L}{3}/u.test(text.replace(/\{\d\}/g, '')))
      .map(patternOf);
    assert.ok(pictured.texts.length > 5);
    assert.deepEqual(
      pictured.texts.filter((text) => !patterns.some((pattern) => pattern.test(text))),
      [],
    );
  });
});
