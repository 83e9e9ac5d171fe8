/** The cloud that a session is for. */
import { azureCloud, type Cloud } from '../azure/clouds/cloud.ts';
import { publicCloud, type CloudChoice } from '../shared/model/cloudChoice.ts';
import { success, type Outcome } from '../shared/model/outcome.ts';

export interface SessionCloud {
  readonly choice: CloudChoice;
  /** The workspace has settings about VS Code's cloud that nothing here follows: said wherever the cloud is. */
  readonly workspaceIgnored: boolean;
  /** A custom cloud is asked what it is on first use, and again as long as that fails. */
  resolve(): Promise<Outcome<Cloud>>;
}

export const publicSession: SessionCloud = {
  choice: publicCloud,
  workspaceIgnored: false,
  resolve: async () => success(azureCloud),
};
