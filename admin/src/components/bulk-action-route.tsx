import { Box } from '@adminjs/design-system'
import { ApiClient, useResource, useTranslation } from 'adminjs'
import React, { useEffect, useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import type { BulkAnswer, BulkOpening } from '../commands/bulk.routes.ts'
import { BulkForm } from './bulk-form.tsx'
import { BulkResults } from './bulk-results.tsx'
import { ChosenRecords } from './chosen-records.tsx'
import { PageFrame, Panel } from './page-frame.tsx'
import { sentenceOf } from './use-page.ts'

/** What was ticked in a list, what is to be done to it, and afterwards what became of each. In place of AdminJS's. */
export function BulkActionRoute(): React.ReactElement | null {
  const { resourceId = '', actionName = '' } = useParams()
  const resource = useResource(resourceId)
  const { translateLabel } = useTranslation()
  const ids = new URLSearchParams(useLocation().search).get('recordIds') ?? ''
  const [round, setRound] = useState(0)
  const [opening, setOpening] = useState<BulkOpening | null>(null)
  const [answer, setAnswer] = useState<BulkAnswer | null>(null)
  const [problem, setProblem] = useState('')
  const toList = useWayBack(`/admin/resources/${resourceId}`)
  const asked = { resourceId, actionName, recordIds: ids.split(',') }

  useEffect(() => {
    let gone = false
    setAnswer(null)
    setProblem('')
    new ApiClient().bulkAction(asked).then(
      ({ data }) => {
        if (!gone) setOpening(data as unknown as BulkOpening)
      },
      (error: unknown) => {
        if (gone) return
        setOpening(null)
        setProblem(sentenceOf(error).message)
      },
    )
    return () => {
      gone = true
    }
  }, [resourceId, actionName, ids, round])

  if (!resource) return null
  const list = translateLabel(resource.id)
  return (
    <PageFrame
      title={opening === null ? list : `${opening.form.label}: ${list}`}
      problem={problem}
      loading={opening === null}
      onReload={answer === null ? () => setRound((before) => before + 1) : undefined}
      tools={
        <button type="button" className="t21-button" onClick={toList}>
          Back to the list
        </button>
      }
    >
      {opening !== null && answer === null && (
        <Box>
          <Panel title={`Chosen: ${opening.records.length}`} testId="chosen">
            <ChosenRecords resource={resource} records={opening.records} />
          </Panel>
          <BulkForm asked={asked} opening={opening} onCancel={toList} onDone={setAnswer} />
        </Box>
      )}
      {answer !== null && <BulkResults resourceId={resourceId} answer={answer} />}
    </PageFrame>
  )
}

/** Back to where somebody came from, with its filters; to the list where they came from nowhere. */
function useWayBack(list: string): () => void {
  const navigate = useNavigate()
  const { key } = useLocation()
  return () => (key === 'default' ? navigate(list) : navigate(-1))
}
