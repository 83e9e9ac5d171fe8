import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { fileErrorCode, fileFailure, isMissing } from '../../../src/storage/fileError.ts';
import { fileError } from './support/faultyFiles.ts';

describe('The error of a file operation', () => {
  for (const [what, error, code] of [
    ['the system’s', fileError('ENOSPC'), 'ENOSPC'],
    ['one without a code', new Error('broken'), undefined],
    ['one whose code is a number', Object.assign(new Error('broken'), { code: 5 }), undefined],
    ['no error', { code: 'ENOSPC' }, undefined],
    ['nothing', undefined, undefined],
  ] as const) {
    it(`has the code ${String(code)} where it is ${what}`, () => {
      assert.equal(fileErrorCode(error), code);
      const kind = 'storageNotWritable';
      assert.deepEqual(fileFailure(kind, error), code === undefined ? { kind } : { kind, code });
    });
  }

  it('says that there is no file only where there certainly is none', () => {
    for (const code of ['ENOENT', 'ENOTDIR']) {
      assert.equal(isMissing(fileError(code)), true, code);
    }
    for (const error of [fileError('EACCES'), fileError(''), new Error('broken')]) {
      assert.equal(isMissing(error), false, error.message);
    }
  });
});
