/** An open file of the virtual disk: of Node's `FileHandle` what `src` uses. */
import type { Content, Disk } from './disk.ts';
import { fileError } from './fileError.ts';

export interface Stats {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly mode: number;
  isFile(): boolean;
  isDirectory(): boolean;
}

export function statsOf({ bytes, mtimeMs, ino }: Content): Stats {
  return { size: bytes.length, mtimeMs, ino, mode: 0o100600, isFile: () => true, isDirectory: () => false };
}

function bytesOf(data: string | Uint8Array): Buffer {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data);
}

export class FileHandle {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #content: Content;
  #closed = false;

  constructor(disk: Disk, path: string, content: Content) {
    this.#disk = disk;
    this.#path = path;
    this.#content = content;
  }

  appendFile(data: string | Uint8Array): Promise<void> {
    return this.#put('append', bytesOf(data), this.#content.bytes.length);
  }

  /** From the beginning: each handle here writes once. */
  writeFile(data: string | Uint8Array): Promise<void> {
    return this.#put('write', bytesOf(data), 0);
  }

  async read(
    buffer: Buffer,
    offset = 0,
    length = buffer.length - offset,
    position: number | null = 0,
  ): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }> {
    return this.#do('read', () => {
      const from = position ?? 0;
      const bytesRead = this.#content.bytes.copy(buffer, offset, from, from + length);
      return { bytesRead, buffer };
    });
  }

  readFile(encoding?: BufferEncoding | { readonly encoding?: BufferEncoding }): Promise<string | Buffer> {
    const as = typeof encoding === 'string' ? encoding : encoding?.encoding;
    return this.#do('read', () => (as ? this.#content.bytes.toString(as) : Buffer.from(this.#content.bytes)));
  }

  stat(): Promise<Stats> {
    return this.#do('fstat', () => statsOf(this.#content));
  }

  sync(): Promise<void> {
    return this.#do('fsync', () => {
      this.#content.synced = this.#content.bytes;
    });
  }

  datasync(): Promise<void> {
    return this.#do('fdatasync', () => {
      this.#content.synced = this.#content.bytes;
    });
  }

  truncate(length = 0): Promise<void> {
    return this.#do('ftruncate', () => {
      this.#content.bytes = this.#content.bytes.subarray(0, length);
    });
  }

  /** Seconds since 1970. */
  utimes(_atime: number | Date, mtime: number | Date): Promise<void> {
    return this.#do('futimes', () => {
      this.#content.mtimeMs = Number(mtime) * (mtime instanceof Date ? 1 : 1000);
    });
  }

  async close(): Promise<void> {
    // A process that is killed here is one killed at its next operation.
    this.#closed = true;
  }

  #put(name: string, data: Buffer, at: number): Promise<void> {
    const write = (part: Buffer): void => {
      const from = name === 'append' ? this.#content.bytes.length : at;
      this.#content.bytes = Buffer.concat([this.#content.bytes.subarray(0, from), part]);
      this.#disk.touch(this.#content);
    };
    return this.#do(
      name,
      () => write(data),
      (share) => write(data.subarray(0, Math.floor(data.length * share))),
    );
  }

  #do<T>(name: string, effect: () => T, torn?: (share: number) => void): Promise<T> {
    if (this.#closed) {
      return Promise.reject(fileError('EBADF', name, this.#path));
    }
    return this.#disk.run({ name, path: this.#path, effect, torn });
  }
}
