-- The same for SQLite and PostgreSQL; ${id} is the type of a key that counts by itself. Times are milliseconds since
-- 1970-01-01 UTC.

CREATE TABLE issued_code (
    id          ${id} PRIMARY KEY,
    code        CHAR(5)     NOT NULL,
    -- the code and the DNI while the code may be redeemed, then null: unique among the open ones only
    open_code   CHAR(5)     UNIQUE,
    open_dni    VARCHAR(16) UNIQUE,
    dni         VARCHAR(16) NOT NULL,
    issued_at   BIGINT      NOT NULL,
    expires_at  BIGINT      NOT NULL,
    redeemed_at BIGINT,
    solution    VARCHAR(1000)
);
CREATE INDEX issued_code_by_code ON issued_code (code, id);

-- What a redeemed code still asks for, written in the transaction that redeems it.
CREATE TABLE delivery (
    id             ${id} PRIMARY KEY,
    issued_code_id BIGINT       NOT NULL REFERENCES issued_code (id),
    -- result: a line in the file of results; mail: the mail of confirmation
    kind           VARCHAR(10)  NOT NULL,
    -- the teacher that accepted and that delivers (campus.client-id)
    owner          VARCHAR(200) NOT NULL,
    -- of a result: the byte of the file at which its line begins, known before it is written
    position       BIGINT,
    attempts       INTEGER      NOT NULL DEFAULT 0,
    next_at        BIGINT       NOT NULL,
    done_at        BIGINT,
    -- given up
    failed_at      BIGINT,
    UNIQUE (issued_code_id, kind)
);
CREATE INDEX delivery_open ON delivery (owner, kind, next_at) WHERE done_at IS NULL AND failed_at IS NULL;

-- How often something was refused, by day (UTC).
CREATE TABLE refusal (
    day    CHAR(10)    NOT NULL,
    -- petition or solution
    what   VARCHAR(10) NOT NULL,
    -- a constant of campus.exchange.Refusal
    reason VARCHAR(30) NOT NULL,
    times  BIGINT      NOT NULL,
    PRIMARY KEY (day, what, reason)
);
