import type { Page } from '../page.ts'
import { readNetworks, readStops } from './network-figures.ts'
import { pluginViews, type PluginsData } from './plugins.data.ts'
import { stopCommand } from './stop.command.ts'

/** What is installed, whether it works, and the switch for each network. */
export const pluginsPage: Page = {
  id: 'plugins',
  label: 'Plugins',
  icon: 'Zap',
  group: 'Operations',
  component: 'Plugins',
  subject: 'Plugin',
  commands: [stopCommand],
  async data({ context }): Promise<PluginsData> {
    const { looks } = context.database
    const [networks, stops] = await Promise.all([readNetworks(looks), readStops(looks)])
    return { plugins: pluginViews(context, new Date()), networks, stops }
  },
}
