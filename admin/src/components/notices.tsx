import { useTranslation, type NoticeMessageInState } from 'adminjs'
import React, { useEffect } from 'react'
import { useDispatch, useSelector } from 'react-redux'

const readMilliseconds = 8_000

/** What was done, for a while; and what went wrong, until somebody has read it. AdminJS takes either away after three seconds. */
export function NoticeBox(): React.ReactElement {
  const notices = useSelector(
    (state: { readonly notices: readonly NoticeMessageInState[] }) => state.notices,
  )
  return (
    <div className="t21-notices" data-testid="notice-wrapper" data-css="notice-wrapper">
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} />
      ))}
    </div>
  )
}

function Notice({ notice }: { readonly notice: NoticeMessageInState }): React.ReactElement {
  const { id, message, options, resourceId, type } = notice
  const { translateMessage } = useTranslation()
  const dispatch = useDispatch()
  const isProblem = type === 'error'
  // AdminJS's own action, which it does not export to pages.
  const drop = () => dispatch({ type: 'DROP_NOTICE', data: { noticeId: id } })
  useEffect(() => {
    if (isProblem) return undefined
    const timer = setTimeout(drop, readMilliseconds)
    return () => clearTimeout(timer)
  }, [id])
  return (
    <div
      className={isProblem ? 't21-notice t21-notice-problem' : 't21-notice'}
      role={isProblem ? 'alert' : 'status'}
    >
      <span aria-hidden="true">{isProblem ? '✕' : '✓'}</span>
      <p>{translateMessage(message, resourceId, options)}</p>
      <button type="button" className="t21-quiet" aria-label="Close" onClick={drop}>
        ×
      </button>
    </div>
  )
}
