/** What happens to a post that has to be approved: asked, changed while it waits, decided, taken back. */
export type ApprovalStep = 'REQUESTED' | 'CHANGED' | 'APPROVED' | 'REJECTED' | 'WITHDRAWN'

/** A row of `post_approvals`, as a post carries it. */
export interface ApprovalRow {
  readonly step: ApprovalStep
  readonly userId: string | null
  /** Of the post: of what was asked for, or of what was decided on. */
  readonly version: number
  readonly comment: string | null
  /** Whether its author wants to repeat an earlier post on purpose. */
  readonly allowDuplicate: boolean
  readonly at: string
}
