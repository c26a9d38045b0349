-- Made once from the tables as they were in the first release. Change nothing here: write the next migration.

CREATE TABLE mailbox (
    id UUID NOT NULL,
    message_id TEXT NOT NULL,
    address TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT mailbox_pkey PRIMARY KEY (id),
    CONSTRAINT mailbox_message_id_key UNIQUE (message_id)
);

COMMENT ON TABLE mailbox IS 'Where a demonstration without a mail server delivers to. Empty in production.';

COMMENT ON COLUMN mailbox.message_id IS 'From the idempotency key: a repeat adds nothing.';

CREATE TABLE organisations (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT organisations_pkey PRIMARY KEY (id),
    CONSTRAINT organisations_slug_key UNIQUE (slug)
);

CREATE TABLE sign_in_attempts (
    id UUID NOT NULL,
    account BYTEA NOT NULL,
    address BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    succeeded BOOLEAN DEFAULT false NOT NULL,
    CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (id)
);

CREATE INDEX sign_in_attempts_at_idx ON sign_in_attempts (at);

CREATE INDEX sign_in_attempts_account_at_idx ON sign_in_attempts (account, at);

CREATE INDEX sign_in_attempts_address_at_idx ON sign_in_attempts (address, at);

COMMENT ON COLUMN sign_in_attempts.account IS 'A keyed hash of the email typed, known or not.';

COMMENT ON COLUMN sign_in_attempts.address IS 'A keyed hash of the network address.';

CREATE TABLE rate_limits (
    key BYTEA NOT NULL,
    count INTEGER NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
);

CREATE INDEX rate_limits_expires_at_idx ON rate_limits (expires_at);

COMMENT ON COLUMN rate_limits.key IS 'A keyed hash of what is limited and whom it limits.';

CREATE TABLE services (
    organisation_id UUID NOT NULL,
    id TEXT NOT NULL,
    live_version_id UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT services_pkey PRIMARY KEY (organisation_id, id),
    CONSTRAINT services_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE files (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    owner_id UUID NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    kept BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT files_pkey PRIMARY KEY (id),
    CONSTRAINT files_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE INDEX files_owner_id_idx ON files (owner_id);

CREATE INDEX files_created_at_idx ON files (created_at) WHERE NOT kept;

COMMENT ON COLUMN files.owner_id IS 'The application or case that it was uploaded for.';

COMMENT ON COLUMN files.type IS 'By its content.';

COMMENT ON COLUMN files.kept IS 'An answer of a case names it.';

CREATE TABLE lookup_tables (
    organisation_id UUID NOT NULL,
    name TEXT NOT NULL,
    key_column TEXT NOT NULL,
    rows INTEGER NOT NULL,
    hash TEXT NOT NULL,
    loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT lookup_tables_pkey PRIMARY KEY (organisation_id, name),
    CONSTRAINT lookup_tables_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE people (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    password TEXT,
    password_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    left_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT people_pkey PRIMARY KEY (id),
    CONSTRAINT people_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT people_email_key UNIQUE (email)
);

CREATE INDEX people_organisation_id_idx ON people (organisation_id);

COMMENT ON COLUMN people.email IS 'Normalised, in lower case: it is the account''s name.';

COMMENT ON COLUMN people.password IS 'An argon2id hash; null for someone who may not sign in with one.';

CREATE TABLE teams (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT teams_pkey PRIMARY KEY (id),
    CONSTRAINT teams_organisation_id_name_key UNIQUE (organisation_id, name),
    CONSTRAINT teams_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE versions (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    hash TEXT NOT NULL,
    document JSON NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT versions_pkey PRIMARY KEY (id),
    CONSTRAINT versions_organisation_id_service_id_number_key UNIQUE (organisation_id, service_id, number),
    CONSTRAINT versions_organisation_id_service_id_fkey FOREIGN KEY(organisation_id, service_id) REFERENCES services (organisation_id, id),
    CONSTRAINT versions_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE lookup_rows (
    organisation_id UUID NOT NULL,
    "table" TEXT NOT NULL,
    key TEXT NOT NULL,
    facts JSONB NOT NULL,
    CONSTRAINT lookup_rows_pkey PRIMARY KEY (organisation_id, "table", key),
    CONSTRAINT lookup_rows_organisation_id_table_fkey FOREIGN KEY(organisation_id, "table") REFERENCES lookup_tables (organisation_id, name) ON DELETE CASCADE,
    CONSTRAINT lookup_rows_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);

CREATE TABLE members (
    person_id UUID NOT NULL,
    team_id UUID NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT members_pkey PRIMARY KEY (person_id, team_id),
    CONSTRAINT members_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT members_team_id_fkey FOREIGN KEY(team_id) REFERENCES teams (id)
);

CREATE INDEX members_team_id_idx ON members (team_id);

CREATE TABLE grants (
    team_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    role TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT grants_pkey PRIMARY KEY (team_id, service_id, role),
    CONSTRAINT grants_team_id_fkey FOREIGN KEY(team_id) REFERENCES teams (id)
);

CREATE INDEX grants_service_id_role_idx ON grants (service_id, role);

CREATE TABLE staff_sessions (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    token BYTEA NOT NULL,
    device TEXT NOT NULL,
    signed_in_at TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    ended_by TEXT,
    CONSTRAINT staff_sessions_pkey PRIMARY KEY (id),
    CONSTRAINT staff_sessions_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT staff_sessions_token_key UNIQUE (token)
);

CREATE INDEX staff_sessions_person_id_idx ON staff_sessions (person_id) WHERE ended_at IS NULL;

COMMENT ON COLUMN staff_sessions.token IS 'The sha256 of the cookie: a dump opens none.';

COMMENT ON COLUMN staff_sessions.device IS 'The browser in words, so that its owner can tell it from others.';

COMMENT ON COLUMN staff_sessions.ended_by IS 'sign-out, elsewhere, password, roles, left or renewed.';

CREATE TABLE applications (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    version_id UUID NOT NULL,
    language TEXT NOT NULL,
    token_hash BYTEA NOT NULL,
    key_by_token BYTEA NOT NULL,
    key_by_installation BYTEA NOT NULL,
    sealed JSONB DEFAULT '{}' NOT NULL,
    revision INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE,
    reference TEXT,
    CONSTRAINT applications_pkey PRIMARY KEY (id),
    CONSTRAINT applications_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT applications_version_id_fkey FOREIGN KEY(version_id) REFERENCES versions (id),
    CONSTRAINT applications_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX applications_expires_at_idx ON applications (expires_at);

CREATE TABLE cases (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    version_id UUID NOT NULL,
    application_id UUID NOT NULL,
    submission_key TEXT,
    reference TEXT NOT NULL,
    language TEXT NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    revision INTEGER NOT NULL,
    head BYTEA NOT NULL,
    state TEXT NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    queue TEXT,
    assignee TEXT,
    priority TEXT NOT NULL,
    held TEXT[] DEFAULT '{}' NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    dues JSONB NOT NULL,
    columns JSONB NOT NULL,
    applicant TEXT,
    search TSVECTOR NOT NULL,
    CONSTRAINT cases_pkey PRIMARY KEY (id),
    CONSTRAINT cases_organisation_id_submission_key_key UNIQUE (organisation_id, submission_key),
    CONSTRAINT cases_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT cases_version_id_fkey FOREIGN KEY(version_id) REFERENCES versions (id),
    CONSTRAINT cases_application_id_key UNIQUE (application_id),
    CONSTRAINT cases_reference_key UNIQUE (reference)
);

CREATE INDEX cases_urgent_idx ON cases (organisation_id, service_id, queue, due_at, id) WHERE closed_at IS NULL AND priority = 'high';

CREATE INDEX cases_queue_due_idx ON cases (organisation_id, service_id, queue, due_at, id) WHERE closed_at IS NULL;

CREATE INDEX cases_held_idx ON cases (submitted_at) WHERE cardinality(held) > 0 AND closed_at IS NULL;

CREATE INDEX cases_search_idx ON cases USING gin (search);

CREATE INDEX cases_queue_submitted_idx ON cases (organisation_id, service_id, queue, submitted_at, id) WHERE closed_at IS NULL;

CREATE INDEX cases_assignee_idx ON cases (organisation_id, assignee, due_at, id) WHERE closed_at IS NULL AND assignee IS NOT NULL;

CREATE INDEX cases_unassigned_idx ON cases (organisation_id, service_id, queue, due_at, id) WHERE closed_at IS NULL AND assignee IS NULL;

CREATE TABLE events (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    actor_roles TEXT[] NOT NULL,
    transition TEXT,
    source TEXT,
    target TEXT,
    data JSONB NOT NULL,
    commitments JSONB NOT NULL,
    key TEXT,
    hash BYTEA NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (id),
    CONSTRAINT events_case_id_number_key UNIQUE (case_id, number),
    CONSTRAINT events_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT events_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE TABLE reads (
    id BIGINT GENERATED BY DEFAULT AS IDENTITY,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT reads_pkey PRIMARY KEY (id),
    CONSTRAINT reads_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT reads_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX reads_case_id_at_idx ON reads (case_id, at);

CREATE TABLE effects (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    event_id UUID NOT NULL,
    event_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    what JSONB NOT NULL,
    state TEXT DEFAULT 'waiting' NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    lease UUID,
    leased_until TIMESTAMP WITH TIME ZONE,
    job_id BIGINT,
    outcome TEXT,
    address_mark BYTEA,
    marked_at TIMESTAMP WITH TIME ZONE,
    promised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT effects_pkey PRIMARY KEY (id),
    CONSTRAINT effects_event_id_position_key UNIQUE (event_id, position),
    CONSTRAINT effects_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_effects_case ON effects (case_id);

CREATE INDEX ix_effects_waiting ON effects (due) WHERE state = 'waiting';

CREATE INDEX ix_effects_address ON effects (address_mark, marked_at) WHERE address_mark IS NOT NULL;

COMMENT ON COLUMN effects.kind IS 'send, webhook or acknowledge';

COMMENT ON COLUMN effects.what IS 'The document''s own words for it; no personal data.';

COMMENT ON COLUMN effects.state IS 'waiting, done, parked, given-up';

COMMENT ON COLUMN effects.attempts IS 'Counted before each try.';

COMMENT ON COLUMN effects.due IS 'Not before this, by the database''s clock.';

COMMENT ON COLUMN effects.lease IS 'Whose try it is: only that one may say how it ended.';

COMMENT ON COLUMN effects.job_id IS 'The latest job that will try it. Jobs are deleted when done.';

COMMENT ON COLUMN effects.outcome IS 'What came of it, in words without personal data.';

COMMENT ON COLUMN effects.address_mark IS 'Keyed hash of the address an unasked mail goes to, to count them.';

CREATE TABLE timers (
    case_id UUID NOT NULL,
    kind TEXT NOT NULL,
    "of" TEXT NOT NULL,
    due TIMESTAMP WITH TIME ZONE NOT NULL,
    armed BOOLEAN DEFAULT true NOT NULL,
    CONSTRAINT timers_pkey PRIMARY KEY (case_id, kind, "of"),
    CONSTRAINT timers_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);

CREATE INDEX ix_timers_due ON timers (due) WHERE armed;

COMMENT ON COLUMN timers.kind IS 'transition, warn or breach';

COMMENT ON COLUMN timers."of" IS 'The id of the transition or the clock.';

COMMENT ON COLUMN timers.armed IS 'False: refused; an event re-arms it.';

CREATE TABLE event_values (
    event_id UUID NOT NULL,
    values JSONB NOT NULL,
    CONSTRAINT event_values_pkey PRIMARY KEY (event_id),
    CONSTRAINT event_values_event_id_fkey FOREIGN KEY(event_id) REFERENCES events (id)
);

CREATE TABLE incidents (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    effect_id UUID,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    owner TEXT NOT NULL,
    reason TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    ending TEXT,
    CONSTRAINT incidents_pkey PRIMARY KEY (id),
    CONSTRAINT incidents_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT incidents_effect_id_fkey FOREIGN KEY(effect_id) REFERENCES effects (id)
);

CREATE INDEX ix_incidents_open ON incidents (opened_at, id) WHERE closed_at IS NULL;

CREATE UNIQUE INDEX ux_incidents_other ON incidents (case_id, kind, about) WHERE closed_at IS NULL AND effect_id IS NULL;

CREATE INDEX ix_incidents_case ON incidents (case_id);

CREATE UNIQUE INDEX ux_incidents_effect ON incidents (effect_id) WHERE closed_at IS NULL;

COMMENT ON COLUMN incidents.effect_id IS 'Null: not about an effect.';

COMMENT ON COLUMN incidents.kind IS 'send, webhook, acknowledge, timer or lookup';

COMMENT ON COLUMN incidents.about IS 'The message, address, timer or lookup that it is about.';

COMMENT ON COLUMN incidents.owner IS 'The role of the service that must see to it.';

COMMENT ON COLUMN incidents.reason IS 'Plain words, without personal data.';

COMMENT ON COLUMN incidents.ending IS 'How it was closed, in plain words.';

ALTER TABLE services ADD CONSTRAINT services_live_version_id_fkey FOREIGN KEY(live_version_id) REFERENCES versions (id);

CREATE FUNCTION townclerk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();
CREATE TRIGGER versions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON versions
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();
CREATE TRIGGER reads_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reads
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();
