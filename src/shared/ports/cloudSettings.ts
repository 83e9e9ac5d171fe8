/** Cloud and trusted authorities, as the user's settings hold them. */
import type { ChosenCloud, CloudSetting } from '../model/cloudChoice.ts';
import type { Event } from '../async/emitter.ts';
import type { Outcome } from '../model/outcome.ts';

/** Whose certificates are trusted. */
export interface Trust {
  /** PEM, one certificate or several. Absent: VS Code decides alone. */
  readonly caFile?: string;
  /** VS Code trusts what this machine trusts (`http.systemCertificates`). */
  readonly systemCertificates: boolean;
}

export interface CloudChange {
  readonly cloud: CloudSetting;
  /** Of a custom cloud. Absent: stays. */
  readonly arm?: string;
}

export interface CloudSettings {
  chosen(): ChosenCloud;
  trust(): Trust;
  /** What cannot be saved ends in `storageNotWritable`. */
  choose(change: CloudChange): Promise<Outcome<void>>;
  trustFile(path: string): Promise<Outcome<void>>;
  /** Something changed that any of these reads. */
  readonly onDidChange: Event<void>;
}
