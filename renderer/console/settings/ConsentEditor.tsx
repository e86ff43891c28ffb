import { Alert, Button, Modal, Tabs, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { LANGUAGES, type Language } from '../../../shared/clinic/clinicSchemas'
import type { ConsentVersion } from '../../../shared/settings/settingsSchemas'
import { problemOf } from '../../api/apiError'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useClinic } from '../participants/clinicHooks'
import { useSession } from '../shell/SessionContext'
import classes from './Settings.module.css'
import { DOCUMENT_WORDS, LANGUAGE_NAMES } from './settingsWords'

type Texts = ConsentVersion['texts']

/** The next version of one text, in every language of the clinic. Publishing asks once more: everybody has to agree again. */
export function ConsentEditor({
  current,
  onClose,
}: {
  readonly current: ConsentVersion
  readonly onClose: () => void
}) {
  const { client } = useSession()
  const queries = useQueryClient()
  const languages = useClinic()?.settings.languages ?? LANGUAGES
  const [texts, setTexts] = useState<Texts>(current.texts)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const empty = languages.filter((one) => !texts[one]?.title.trim() || !texts[one]?.body.trim())
  const unchanged = languages.every(
    (one) => texts[one]?.title === current.texts[one]?.title && texts[one]?.body === current.texts[one]?.body,
  )
  const set = (language: Language, change: Partial<Texts[Language]>) =>
    setTexts({ ...texts, [language]: { ...texts[language], ...change } })
  const publish = async () => {
    setBusy(true)
    try {
      await client.settings.publishConsent.mutate({ documentId: current.documentId, basedOn: current.version, texts })
      notifications.show({ message: 'Published. Everybody is asked again at the next request.' })
      await queries.invalidateQueries({ queryKey: ['consentVersions'] })
      onClose()
    } catch (error) {
      notifications.show({ color: 'danger', title: 'Nothing was published', message: problemOf(error).sentence })
    }
    setBusy(false)
    setAsking(false)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={`${DOCUMENT_WORDS[current.documentId]}, version ${current.version + 1}`}
    >
      <div className={classes.editor}>
        <Tabs defaultValue={languages[0] ?? 'en'}>
          <Tabs.List>
            {languages.map((language) => (
              <Tabs.Tab key={language} value={language}>
                {LANGUAGE_NAMES[language]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {languages.map((language) => (
            <Tabs.Panel key={language} value={language} className={classes.panel ?? ''} lang={language}>
              <TextInput
                label="Title"
                value={texts[language]?.title ?? ''}
                maxLength={200}
                onChange={({ currentTarget }) => set(language, { title: currentTarget.value })}
              />
              <Textarea
                label="Text"
                autosize
                minRows={8}
                maxRows={18}
                value={texts[language]?.body ?? ''}
                onChange={({ currentTarget }) => set(language, { body: currentTarget.value })}
              />
            </Tabs.Panel>
          ))}
        </Tabs>
        {empty.length > 0 ? (
          <Alert color="gray">Still empty: {empty.map((one) => LANGUAGE_NAMES[one]).join(', ')}.</Alert>
        ) : null}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={empty.length > 0 || unchanged} onClick={() => setAsking(true)}>
            Publish
          </Button>
        </div>
      </div>
      <ConfirmDialog
        opened={asking}
        busy={busy}
        title={`Publish version ${current.version + 1}?`}
        consequence="Everybody has to read and agree to it before anything else is shown, also those who are signed in now. A version cannot be changed or taken back, only followed by another."
        confirmLabel="Publish"
        onConfirm={() => void publish()}
        onCancel={() => setAsking(false)}
      />
    </Modal>
  )
}
