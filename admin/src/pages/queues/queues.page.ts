import { ApiError } from '@t21/core/console'
import type { Page } from '../page.ts'
import { readQueues } from './queues.data.ts'

/** What is to be done, what is late, and who works. */
export const queuesPage: Page = {
  id: 'queues',
  label: 'Queues',
  icon: 'List',
  group: 'Operations',
  component: 'Queues',
  subject: 'Job',
  async data({ context }) {
    const queues = await readQueues(context.database.looks)
    if (queues === null)
      throw new ApiError('SERVICE_UNAVAILABLE', 'The queue did not answer in time.')
    return queues
  },
}
