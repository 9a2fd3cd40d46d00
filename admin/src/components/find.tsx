import { Box, Button, Icon, Input, Text } from '@adminjs/design-system'
import { ApiClient } from 'adminjs'
import React, { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { sentenceOf } from './use-page.ts'

interface Found {
  readonly kind: string
  readonly label: string
  readonly href: string
}

const what =
  'an e-mail address, the id of anything, the address or id of a post on its network, the billing provider’s id of a customer, subscription or invoice, the number of an invoice, or the id of a request'

/** The search box: whatever names something exactly leads to it. */
export function Find({ compact = false }: { readonly compact?: boolean }): React.ReactElement {
  const [text, setText] = useState('')
  const [found, setFound] = useState<readonly Found[] | null>(null)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const navigate = useNavigate()

  async function look(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setProblem('')
    setFound(null)
    try {
      const { data } = await new ApiClient().getPage({ pageName: 'find', params: { text } })
      const answer = (data as { readonly found: readonly Found[] }).found
      const [only] = answer
      if (only !== undefined && answer.length === 1) {
        navigate(only.href)
        setText('')
      } else setFound(answer)
    } catch (error) {
      setProblem(sentenceOf(error).message)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Box
      data-testid="find"
      role="search"
      className={compact ? 't21-find t21-find-compact' : 't21-find'}
    >
      <Box as="form" onSubmit={look} display="flex" flexDirection="row" style={{ gap: 8 }}>
        <Input
          type="search"
          name="text"
          aria-label={`Find ${what}`}
          placeholder="Find: e-mail, id, post URL, invoice, request …"
          value={text}
          onChange={(event: { target: { value: string } }) => setText(event.target.value)}
          maxLength={2_000}
          required
          style={{ flex: 1, minWidth: 0 }}
        />
        {!compact && (
          <Button type="submit" variant="contained" disabled={busy}>
            <Icon icon="Search" />
            Find
          </Button>
        )}
      </Box>
      <Box aria-live="polite" className="t21-found">
        {problem !== '' && (
          <Text mt="default" role="alert">
            {problem}
          </Text>
        )}
        {found?.length === 0 && (
          <Text mt="default" data-testid="find-nothing">
            Nothing has exactly this name. You can look for {what}. Lists have more filters.
          </Text>
        )}
        {found !== null && found.length > 0 && (
          <Box as="ul" mt="default" data-testid="find-several">
            {found.map(({ href, kind, label }) => (
              <Box as="li" key={href} mb="sm">
                <a href={href} onClick={() => setFound(null)}>
                  {label}
                </a>{' '}
                <Text as="span">{kind}</Text>
              </Box>
            ))}
          </Box>
        )}
      </Box>
    </Box>
  )
}
