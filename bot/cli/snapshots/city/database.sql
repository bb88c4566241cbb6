BEGIN TRANSACTION;
CREATE TABLE absences (
	person_id INTEGER NOT NULL, 
	deputy_id INTEGER, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_absences_deputy_id FOREIGN KEY(deputy_id) REFERENCES people (id), 
	CONSTRAINT fk_absences_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_absences_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_absences PRIMARY KEY (id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE calendar_entries (
	unit_id INTEGER NOT NULL, 
	step VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	starts_on DATE NOT NULL, 
	ends_on DATE NOT NULL, 
	cancelled BOOLEAN NOT NULL, 
	sequence INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_calendar_entries_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_calendar_entries_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_calendar_entries PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_entries_unit_id_step_year UNIQUE (unit_id, step, year)
);
CREATE TABLE closed_days (
	unit_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_closed_days_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_closed_days_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_closed_days PRIMARY KEY (id), 
	CONSTRAINT uq_closed_days_unit_id_name_first_day UNIQUE (unit_id, name, first_day)
);
INSERT INTO "closed_days" VALUES(1,'höstlov','2026-10-26','2026-10-30',1,1);
CREATE TABLE commitments (
	number INTEGER NOT NULL, 
	network_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	meeting_id INTEGER, 
	author_id INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	effect TEXT, 
	follow_up TEXT, 
	theme VARCHAR, 
	level VARCHAR, 
	responsible TEXT, 
	due_on DATE, 
	due_changes INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	state_comment TEXT, 
	closed_at DATETIME, 
	continues_id INTEGER, 
	board_body TEXT, 
	board_date DATE, 
	board_paragraph TEXT, 
	board_diary_number TEXT, 
	version INTEGER NOT NULL, 
	form_key VARCHAR NOT NULL, 
	changed_by_form VARCHAR, 
	created_at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_commitments_author_id FOREIGN KEY(author_id) REFERENCES people (id), 
	CONSTRAINT fk_commitments_continues_id FOREIGN KEY(continues_id) REFERENCES commitments (id), 
	CONSTRAINT fk_commitments_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings (id), 
	CONSTRAINT fk_commitments_network_id FOREIGN KEY(network_id) REFERENCES networks (id), 
	CONSTRAINT fk_commitments_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_commitments_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_commitments PRIMARY KEY (id), 
	CONSTRAINT uq_commitments_workspace_id_form_key UNIQUE (workspace_id, form_key), 
	CONSTRAINT uq_commitments_workspace_id_number UNIQUE (workspace_id, number)
);
CREATE TABLE decided_texts (
	commitment_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	board_body TEXT, 
	board_date DATE, 
	board_paragraph TEXT, 
	board_diary_number TEXT, 
	reason TEXT NOT NULL, 
	replaced_at DATETIME NOT NULL, 
	replaced_by_id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_decided_texts_commitment_id FOREIGN KEY(commitment_id) REFERENCES commitments (id), 
	CONSTRAINT fk_decided_texts_replaced_by_id FOREIGN KEY(replaced_by_id) REFERENCES people (id), 
	CONSTRAINT fk_decided_texts_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_decided_texts PRIMARY KEY (id), 
	CONSTRAINT uq_decided_texts_commitment_id_number UNIQUE (commitment_id, number)
);
CREATE TABLE deliveries (
	"key" VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	subject VARCHAR, 
	subject_id INTEGER, 
	recipient VARCHAR NOT NULL, 
	thread_key VARCHAR, 
	nominal_on DATE, 
	due_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	status VARCHAR NOT NULL, 
	reason VARCHAR, 
	attempt INTEGER NOT NULL, 
	not_before DATETIME, 
	owner VARCHAR, 
	started_at DATETIME, 
	sent_at DATETIME, 
	slack_channel VARCHAR, 
	slack_ts VARCHAR, 
	body_hash VARCHAR, 
	said JSON, 
	refresh_at DATETIME, 
	refresh_started_at DATETIME, 
	refresh_version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, sweep_since DATETIME, sweep_at DATETIME, withdrawn_at DATETIME, given JSON, 
	CONSTRAINT fk_deliveries_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_deliveries PRIMARY KEY (id), 
	CONSTRAINT uq_deliveries_workspace_id_key UNIQUE (workspace_id, "key")
);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-06-22','digest',NULL,NULL,'person:1',NULL,'2026-06-22','2026-06-22 06:00:00.000000','2026-06-25 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-06-22 06:00:00.000000','D0STRATEG','1782108000.000100','76a6c4f832a11596080e92fe6298bb746328a08b486d72040c46fdb59d520ac8','{"day": "2026-06-22", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": true, "milestones": [], "to_book": [], "counts": [[1, "results-spring", 2026], [1, "hr-economy-june", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,2,'2026-06-22 06:00:00.000000',1,1,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-06-22','digest',NULL,NULL,'person:3',NULL,'2026-06-22','2026-06-22 06:00:00.000000','2026-06-25 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-06-22 06:00:00.000000','D0REKTOR','1782108000.000100','0f41a1ef7267b4d05b943a9308cc7b6e2b05e58395cb52e7095ef947a8eb21d6','{"day": "2026-06-22", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": true, "milestones": [[3, "results-spring", 2026]], "to_book": [], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,2,'2026-06-22 06:00:00.000000',1,2,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-06-22','digest',NULL,NULL,'person:4',NULL,'2026-06-22','2026-06-22 06:00:00.000000','2026-06-25 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-06-22 06:00:00.000000','D0CHEF','1782108000.000100','3f377b5bf50c1b9e568578497da50ab15d89f08e1cd8e32249f8ecb034428693','{"day": "2026-06-22", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": true, "milestones": [], "to_book": [], "counts": [[1, "results-spring", 2026], [1, "hr-economy-june", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,2,'2026-06-22 06:00:00.000000',1,3,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-06-22','leadership-letter',NULL,NULL,'person:1',NULL,'2026-06-22','2026-06-22 06:00:00.000000','2026-06-25 06:00:00.000000','skipped','in-letter',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-06-22 06:00:00.000000',1,4,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-06-29','leadership-letter',NULL,NULL,'person:1',NULL,'2026-06-29','2026-06-29 06:00:00.000000','2026-07-02 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-06-22 06:00:00.000000',1,5,NULL,NULL,'2026-06-22 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-07-06','leadership-letter',NULL,NULL,'person:1',NULL,'2026-07-06','2026-07-06 06:00:00.000000','2026-07-09 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-06-22 06:00:00.000000',1,6,NULL,NULL,'2026-06-22 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-07-13','leadership-letter',NULL,NULL,'person:1',NULL,'2026-07-13','2026-07-13 06:00:00.000000','2026-07-16 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-06-22 06:00:00.000000',1,7,NULL,NULL,'2026-06-22 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-07-20','leadership-letter',NULL,NULL,'person:1',NULL,'2026-07-20','2026-07-20 06:00:00.000000','2026-07-23 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-06-22 06:00:00.000000',1,8,NULL,NULL,'2026-06-22 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-06-22','school-milestones','units',2,'unit:2',NULL,'2026-06-22','2026-06-22 06:00:00.000000','2026-06-25 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-06-22 06:00:00.000000','C0EXEMPEL','1782108000.000100','2f1973d272cf1d0d0058a090a6e246b49a787ab5e9a713658b0c1325a99e7326','{"milestones": [[2, "results-spring", 2026]], "left": 0, "introduced": true}',NULL,NULL,1,'2026-06-22 06:00:00.000000',1,9,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-08-10','digest',NULL,NULL,'person:1',NULL,'2026-08-10','2026-08-10 06:00:00.000000','2026-08-13 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-10 06:00:00.000000','D0STRATEG','1786341600.000100','50ee65344f26cc0b0c8d8d12785bac26bf2d5409baa07ddd59c31df3bc901438','{"day": "2026-08-10", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "metrics-compiled", 2026]], "to_book": [[1, "september-dialogue", 2026]], "counts": [[1, "results-spring", 2026], [1, "hr-economy-june", 2026], [1, "school-details", 2026], [1, "analysis", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,4,'2026-08-10 06:00:00.000000',1,10,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-08-17','digest',NULL,NULL,'person:1',NULL,'2026-08-17','2026-08-17 06:00:00.000000','2026-08-20 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,11,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-08-24','digest',NULL,NULL,'person:1',NULL,'2026-08-24','2026-08-24 06:00:00.000000','2026-08-27 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,12,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-08-31','digest',NULL,NULL,'person:1',NULL,'2026-08-31','2026-08-31 06:00:00.000000','2026-09-03 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-31 06:00:00.000000','D0STRATEG','1788156000.000100','fcea7367f7f3ff86684eaf4d176ef721952f8a70593a515f7ddd51f30f7fd805','{"day": "2026-08-31", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "dr2-papers", 2026]], "to_book": [[1, "hr-economy-september", 2026]], "counts": [[1, "school-details", 2026], [1, "analysis", 2026], [1, "development-areas", 2026], [1, "quality-report", 2026], [1, "quality-plan", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,6,'2026-08-10 06:00:00.000000',1,13,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-09-07','digest',NULL,NULL,'person:1',NULL,'2026-09-07','2026-09-07 06:00:00.000000','2026-09-10 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,14,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:2:2026-08-31','digest',NULL,NULL,'person:2',NULL,'2026-08-31','2026-08-31 06:00:00.000000','2026-09-03 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-31 06:00:00.000000','D0SEKR','1788156000.000100','d4a2dfd82ae8499306988942916a3ba50464598b5c66c50d292ced6de8018fd1','{"day": "2026-08-31", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": true, "milestones": [[1, "dr2", 2026]], "to_book": [], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,6,'2026-08-10 06:00:00.000000',1,15,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-08-10','digest',NULL,NULL,'person:3',NULL,'2026-08-10','2026-08-10 06:00:00.000000','2026-08-13 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-10 06:00:00.000000','D0REKTOR','1786341600.000100','887ff6e9d9474bc2d08a08f2daafe8b69645eafe31143285be01627c3c5c36b5','{"day": "2026-08-10", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[3, "school-details", 2026], [3, "analysis", 2026], [3, "development-areas", 2026], [3, "quality-report", 2026], [3, "quality-plan", 2026]], "to_book": [[1, "september-dialogue", 2026]], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,4,'2026-08-10 06:00:00.000000',1,16,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-08-17','digest',NULL,NULL,'person:3',NULL,'2026-08-17','2026-08-17 06:00:00.000000','2026-08-20 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,17,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-08-24','digest',NULL,NULL,'person:3',NULL,'2026-08-24','2026-08-24 06:00:00.000000','2026-08-27 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,18,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-08-31','digest',NULL,NULL,'person:3',NULL,'2026-08-31','2026-08-31 06:00:00.000000','2026-09-03 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-31 06:00:00.000000','D0REKTOR','1788156000.000100','3824722b8f2c5c5ff63a82cc349a0755dbfce499559d78b0eaf83e0f2a4548c5','{"day": "2026-08-31", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[3, "analysis", 2026], [3, "development-areas", 2026]], "to_book": [[1, "hr-economy-september", 2026]], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,6,'2026-08-10 06:00:00.000000',1,19,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-09-07','digest',NULL,NULL,'person:3',NULL,'2026-09-07','2026-09-07 06:00:00.000000','2026-09-10 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,20,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-08-10','digest',NULL,NULL,'person:4',NULL,'2026-08-10','2026-08-10 06:00:00.000000','2026-08-13 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-10 06:00:00.000000','D0CHEF','1786341600.000100','158bd8d6bb80df4f5faf883239aa3c14f1007ec344c4871ba07ea97c250dbb7a','{"day": "2026-08-10", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [], "to_book": [[1, "september-dialogue", 2026]], "counts": [[1, "results-spring", 2026], [1, "hr-economy-june", 2026], [1, "school-details", 2026], [1, "analysis", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,4,'2026-08-10 06:00:00.000000',1,21,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-08-17','digest',NULL,NULL,'person:4',NULL,'2026-08-17','2026-08-17 06:00:00.000000','2026-08-20 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,22,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-08-31','digest',NULL,NULL,'person:4',NULL,'2026-08-31','2026-08-31 06:00:00.000000','2026-09-03 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-31 06:00:00.000000','D0CHEF','1788156000.000100','5641b5e136494b93f70642a6e3e764badf91111f7bd235e793a07f59a935d2d0','{"day": "2026-08-31", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [], "to_book": [[1, "hr-economy-september", 2026]], "counts": [[1, "school-details", 2026], [1, "analysis", 2026], [1, "development-areas", 2026], [1, "quality-report", 2026], [1, "quality-plan", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,6,'2026-08-10 06:00:00.000000',1,23,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-09-07','digest',NULL,NULL,'person:4',NULL,'2026-09-07','2026-09-07 06:00:00.000000','2026-09-10 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,24,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-08-10','leadership-letter',NULL,NULL,'person:1',NULL,'2026-08-10','2026-08-10 06:00:00.000000','2026-08-13 06:00:00.000000','skipped','in-letter',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,25,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-08-17','leadership-letter',NULL,NULL,'person:1',NULL,'2026-08-17','2026-08-17 06:00:00.000000','2026-08-20 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,26,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-08-24','leadership-letter',NULL,NULL,'person:1',NULL,'2026-08-24','2026-08-24 06:00:00.000000','2026-08-27 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,27,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-08-31','leadership-letter',NULL,NULL,'person:1',NULL,'2026-08-31','2026-08-31 06:00:00.000000','2026-09-03 06:00:00.000000','skipped','in-letter',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,28,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-09-07','leadership-letter',NULL,NULL,'person:1',NULL,'2026-09-07','2026-09-07 06:00:00.000000','2026-09-10 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,29,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-08-10','school-milestones','units',2,'unit:2',NULL,'2026-08-10','2026-08-10 06:00:00.000000','2026-08-13 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-08-10 06:00:00.000000','C0EXEMPEL','1786341600.000100','356c26b480d428cbca6da61feb94c4800e80fd3800a458e8145aee5e9bdcb31f','{"milestones": [[2, "school-details", 2026], [2, "analysis", 2026], [2, "development-areas", 2026], [2, "quality-report", 2026], [2, "quality-plan", 2026], [2, "september-dialogue", 2026]], "left": 0, "introduced": false}',NULL,NULL,4,'2026-08-10 06:00:00.000000',1,30,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-08-17','school-milestones','units',2,'unit:2',NULL,'2026-08-17','2026-08-17 06:00:00.000000','2026-08-20 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,31,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-08-24','school-milestones','units',2,'unit:2',NULL,'2026-08-24','2026-08-24 06:00:00.000000','2026-08-27 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,32,NULL,NULL,'2026-08-10 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-08-31','school-milestones','units',2,'unit:2',NULL,'2026-08-31','2026-08-31 06:00:00.000000','2026-09-03 06:00:00.000000','skipped','nothing-new',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,33,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-09-07','school-milestones','units',2,'unit:2',NULL,'2026-09-07','2026-09-07 06:00:00.000000','2026-09-10 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-10 06:00:00.000000',1,34,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-09-14','digest',NULL,NULL,'person:1',NULL,'2026-09-14','2026-09-14 06:00:00.000000','2026-09-17 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,35,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-09-21','digest',NULL,NULL,'person:1',NULL,'2026-09-21','2026-09-21 06:00:00.000000','2026-09-24 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,36,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:2:2026-09-28','digest',NULL,NULL,'person:2',NULL,'2026-09-28','2026-09-28 06:00:00.000000','2026-10-01 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-09-28 06:00:00.000000','D0SEKR','1790575200.000100','b0bc71f27c6b02f89df36215a81d88b1f6f09787fa1a94ae893b7270643ff61f','{"day": "2026-09-28", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "dr2", 2026]], "to_book": [], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,1,'2026-08-31 06:00:00.000000',1,37,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-09-14','digest',NULL,NULL,'person:3',NULL,'2026-09-14','2026-09-14 06:00:00.000000','2026-09-17 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,38,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-09-14','digest',NULL,NULL,'person:4',NULL,'2026-09-14','2026-09-14 06:00:00.000000','2026-09-17 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,39,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-09-21','digest',NULL,NULL,'person:4',NULL,'2026-09-21','2026-09-21 06:00:00.000000','2026-09-24 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,40,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-09-14','leadership-letter',NULL,NULL,'person:1',NULL,'2026-09-14','2026-09-14 06:00:00.000000','2026-09-17 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,41,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-09-21','leadership-letter',NULL,NULL,'person:1',NULL,'2026-09-21','2026-09-21 06:00:00.000000','2026-09-24 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,42,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-09-28','leadership-letter',NULL,NULL,'person:1',NULL,'2026-09-28','2026-09-28 06:00:00.000000','2026-10-01 06:00:00.000000','skipped','nothing-open',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,43,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-09-14','school-milestones','units',2,'unit:2',NULL,'2026-09-14','2026-09-14 06:00:00.000000','2026-09-17 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-08-31 06:00:00.000000',1,44,NULL,NULL,'2026-08-31 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-10-05','digest',NULL,NULL,'person:1',NULL,'2026-10-05','2026-10-05 06:00:00.000000','2026-10-08 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,45,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-10-19','digest',NULL,NULL,'person:1',NULL,'2026-10-19','2026-10-19 06:00:00.000000','2026-10-22 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-10-19 06:00:00.000000','D0STRATEG','1792389600.000100','2248430deb4b3fb99ff2f0e4ee5978455c3ec3cf3e783cd33b7908eedc977be2','{"day": "2026-10-19", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "seminar-autumn", 2026], [1, "commitments-compiled", 2026], [1, "internal-budget-papers", 2026]], "to_book": [[1, "hr-economy-november", 2026], [1, "hr-economy-december", 2026]], "counts": [[1, "september-dialogue", 2026], [1, "hr-economy-september", 2026], [1, "hr-economy-october", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,8,'2026-09-24 13:00:00.000000',1,46,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-10-26','digest',NULL,NULL,'person:1',NULL,'2026-10-26','2026-10-26 07:00:00.000000','2026-10-29 07:00:00.000000','skipped','nothing-open',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,47,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:2:2026-10-26','digest',NULL,NULL,'person:2',NULL,'2026-10-26','2026-10-26 07:00:00.000000','2026-10-29 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-10-26 07:00:00.000000','D0SEKR','1792998000.000100','a5a96478ee54858f0206607429e160b40a8fb13396032cc9bb7b5b1b9cc46f22','{"day": "2026-10-26", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "internal-budget", 2026]], "to_book": [], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,5,'2026-09-24 13:00:00.000000',1,48,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-10-05','digest',NULL,NULL,'person:3',NULL,'2026-10-05','2026-10-05 06:00:00.000000','2026-10-08 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,49,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-10-12','digest',NULL,NULL,'person:3',NULL,'2026-10-12','2026-10-12 06:00:00.000000','2026-10-15 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,50,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-10-05','digest',NULL,NULL,'person:4',NULL,'2026-10-05','2026-10-05 06:00:00.000000','2026-10-08 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,51,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-10-19','digest',NULL,NULL,'person:4',NULL,'2026-10-19','2026-10-19 06:00:00.000000','2026-10-22 06:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-10-19 06:00:00.000000','D0CHEF','1792389600.000100','7d708d386f4474db9acb477417b810ccdf4cb055160aab46de9461d70670dd33','{"day": "2026-10-19", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [], "to_book": [[1, "hr-economy-december", 2026]], "counts": [[1, "september-dialogue", 2026], [1, "hr-economy-september", 2026], [1, "hr-economy-october", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,8,'2026-09-24 13:00:00.000000',1,52,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-10-05','leadership-letter',NULL,NULL,'person:1',NULL,'2026-10-05','2026-10-05 06:00:00.000000','2026-10-08 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,53,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-10-12','leadership-letter',NULL,NULL,'person:1',NULL,'2026-10-12','2026-10-12 06:00:00.000000','2026-10-15 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,54,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-10-19','leadership-letter',NULL,NULL,'person:1',NULL,'2026-10-19','2026-10-19 06:00:00.000000','2026-10-22 06:00:00.000000','skipped','in-letter',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,55,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-10-26','leadership-letter',NULL,NULL,'person:1',NULL,'2026-10-26','2026-10-26 07:00:00.000000','2026-10-29 07:00:00.000000','skipped','nothing-open',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,56,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-10-05','school-milestones','units',2,'unit:2',NULL,'2026-10-05','2026-10-05 06:00:00.000000','2026-10-08 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,57,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-10-12','school-milestones','units',2,'unit:2',NULL,'2026-10-12','2026-10-12 06:00:00.000000','2026-10-15 06:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-09-24 13:00:00.000000',1,58,NULL,NULL,'2026-09-28 06:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-11-02','digest',NULL,NULL,'person:1',NULL,'2026-11-02','2026-11-02 07:00:00.000000','2026-11-05 07:00:00.000000','skipped','nothing-new',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,59,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-11-09','digest',NULL,NULL,'person:1',NULL,'2026-11-09','2026-11-09 07:00:00.000000','2026-11-12 07:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,60,NULL,NULL,'2026-11-02 07:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-11-16','digest',NULL,NULL,'person:1',NULL,'2026-11-16','2026-11-16 07:00:00.000000','2026-11-19 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-11-16 07:00:00.000000','D0STRATEG','1794812400.000100','212dfdca9f543d459500cc7f968aa5aa5dec9d743271c1a18c1232bd4627499f','{"day": "2026-11-16", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "seminar-november", 2026]], "to_book": [], "counts": [[1, "hr-economy-october", 2026], [1, "forecast", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,0,'2026-10-19 06:00:00.000000',1,61,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-11-02','digest',NULL,NULL,'person:3',NULL,'2026-11-02','2026-11-02 07:00:00.000000','2026-11-05 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-11-02 07:00:00.000000','D0REKTOR','1793602800.000100','c0f72aede599f121d449f8cb04ea28371ea40d03b394fc8018d1299597e16648','{"day": "2026-11-02", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[2, "hr-economy-october", 2026], [3, "forecast", 2026]], "to_book": [[1, "hr-economy-december", 2026]], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,4,'2026-10-19 06:00:00.000000',1,62,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-11-09','digest',NULL,NULL,'person:3',NULL,'2026-11-09','2026-11-09 07:00:00.000000','2026-11-12 07:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,63,NULL,NULL,'2026-11-02 07:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-11-02','digest',NULL,NULL,'person:4',NULL,'2026-11-02','2026-11-02 07:00:00.000000','2026-11-05 07:00:00.000000','skipped','nothing-new',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,64,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-11-16','digest',NULL,NULL,'person:4',NULL,'2026-11-16','2026-11-16 07:00:00.000000','2026-11-19 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-11-16 07:00:00.000000','D0CHEF','1794812400.000100','5ad67478c1e0cf4523bd2af148d53f11aff4724dd18e5b9d0968fad7756ef715','{"day": "2026-11-16", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [], "to_book": [], "counts": [[1, "hr-economy-october", 2026], [1, "forecast", 2026]], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,0,'2026-10-19 06:00:00.000000',1,65,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-11-02','leadership-letter',NULL,NULL,'person:1',NULL,'2026-11-02','2026-11-02 07:00:00.000000','2026-11-05 07:00:00.000000','skipped','nothing-open',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,66,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-11-09','leadership-letter',NULL,NULL,'person:1',NULL,'2026-11-09','2026-11-09 07:00:00.000000','2026-11-12 07:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,67,NULL,NULL,'2026-11-02 07:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-11-16','leadership-letter',NULL,NULL,'person:1',NULL,'2026-11-16','2026-11-16 07:00:00.000000','2026-11-19 07:00:00.000000','skipped','in-letter',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,68,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-11-02','school-milestones','units',2,'unit:2',NULL,'2026-11-02','2026-11-02 07:00:00.000000','2026-11-05 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-11-02 07:00:00.000000','C0EXEMPEL','1793602800.000100','123d48034b71a59b476756f93ead26269802b5292ba2a58fd74afdf4dbc27dec','{"milestones": [[2, "forecast", 2026], [2, "hr-economy-november", 2026], [2, "hr-economy-december", 2026]], "left": 0, "introduced": false}',NULL,NULL,2,'2026-10-19 06:00:00.000000',1,69,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-11-09','school-milestones','units',2,'unit:2',NULL,'2026-11-09','2026-11-09 07:00:00.000000','2026-11-12 07:00:00.000000','cancelled',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-19 06:00:00.000000',1,70,NULL,NULL,'2026-11-02 07:00:00.000000',NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-11-23','digest',NULL,NULL,'person:1',NULL,'2026-11-23','2026-11-23 07:00:00.000000','2026-11-26 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-26 07:00:00.000000',1,71,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:2:2026-11-23','digest',NULL,NULL,'person:2',NULL,'2026-11-23','2026-11-23 07:00:00.000000','2026-11-26 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-26 07:00:00.000000',1,72,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-11-23','digest',NULL,NULL,'person:3',NULL,'2026-11-23','2026-11-23 07:00:00.000000','2026-11-26 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-26 07:00:00.000000',1,73,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-11-23','leadership-letter',NULL,NULL,'person:1',NULL,'2026-11-23','2026-11-23 07:00:00.000000','2026-11-26 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-26 07:00:00.000000',1,74,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-11-23','school-milestones','units',2,'unit:2',NULL,'2026-11-23','2026-11-23 07:00:00.000000','2026-11-26 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-10-26 07:00:00.000000',1,75,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-11-30','digest',NULL,NULL,'person:1',NULL,'2026-11-30','2026-11-30 07:00:00.000000','2026-12-03 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-02 07:00:00.000000',1,76,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:2:2026-11-16','digest',NULL,NULL,'person:2',NULL,'2026-11-16','2026-11-16 07:00:00.000000','2026-11-19 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-11-16 07:00:00.000000','D0SEKR','1794812400.000100','bb42db6b72ed54e8f429154a46cf35e1b670da9efb7329fc53cc17a0246ced77','{"day": "2026-11-16", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[1, "internal-budget", 2026]], "to_book": [], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,0,'2026-11-02 07:00:00.000000',1,77,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-11-30','digest',NULL,NULL,'person:4',NULL,'2026-11-30','2026-11-30 07:00:00.000000','2026-12-03 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-02 07:00:00.000000',1,78,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-11-30','leadership-letter',NULL,NULL,'person:1',NULL,'2026-11-30','2026-11-30 07:00:00.000000','2026-12-03 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-02 07:00:00.000000',1,79,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-12-07','digest',NULL,NULL,'person:1',NULL,'2026-12-07','2026-12-07 07:00:00.000000','2026-12-10 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,80,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:1:2026-12-14','digest',NULL,NULL,'person:1',NULL,'2026-12-14','2026-12-14 07:00:00.000000','2026-12-17 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,81,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:2:2026-12-07','digest',NULL,NULL,'person:2',NULL,'2026-12-07','2026-12-07 07:00:00.000000','2026-12-10 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,82,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-11-16','digest',NULL,NULL,'person:3',NULL,'2026-11-16','2026-11-16 07:00:00.000000','2026-11-19 07:00:00.000000','sent',NULL,1,NULL,NULL,NULL,'2026-11-16 07:00:00.000000','D0REKTOR','1794812400.000100','caab0e8bd00ebd0756b2cd7da13c415f846fd110ccc699caeb450a2bb870de59','{"day": "2026-11-16", "commitments": [], "tasks": [], "late": [], "new": [], "active": [], "welcome": false, "introduced": false, "milestones": [[2, "forecast", 2026], [3, "hr-economy-november", 2026]], "to_book": [], "counts": [], "missing": [], "meetings": [], "evaluations": []}',NULL,NULL,0,'2026-11-16 07:00:00.000000',1,83,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-12-07','digest',NULL,NULL,'person:3',NULL,'2026-12-07','2026-12-07 07:00:00.000000','2026-12-10 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,84,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:3:2026-12-14','digest',NULL,NULL,'person:3',NULL,'2026-12-14','2026-12-14 07:00:00.000000','2026-12-17 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,85,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-11-23','digest',NULL,NULL,'person:4',NULL,'2026-11-23','2026-11-23 07:00:00.000000','2026-11-26 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,86,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-12-07','digest',NULL,NULL,'person:4',NULL,'2026-12-07','2026-12-07 07:00:00.000000','2026-12-10 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,87,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('digest:person:4:2026-12-14','digest',NULL,NULL,'person:4',NULL,'2026-12-14','2026-12-14 07:00:00.000000','2026-12-17 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,88,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-12-07','leadership-letter',NULL,NULL,'person:1',NULL,'2026-12-07','2026-12-07 07:00:00.000000','2026-12-10 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,89,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('leadership-letter:person:1:2026-12-14','leadership-letter',NULL,NULL,'person:1',NULL,'2026-12-14','2026-12-14 07:00:00.000000','2026-12-17 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,90,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-12-07','school-milestones','units',2,'unit:2',NULL,'2026-12-07','2026-12-07 07:00:00.000000','2026-12-10 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,91,NULL,NULL,NULL,NULL);
INSERT INTO "deliveries" VALUES('school-milestones:unit:2:2026-12-14','school-milestones','units',2,'unit:2',NULL,'2026-12-14','2026-12-14 07:00:00.000000','2026-12-17 07:00:00.000000','pending',NULL,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-11-16 07:00:00.000000',1,92,NULL,NULL,NULL,NULL);
CREATE TABLE drafts (
	person_id INTEGER NOT NULL, 
	form VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	answers TEXT NOT NULL, 
	saved_at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_drafts_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_drafts_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_drafts PRIMARY KEY (id), 
	CONSTRAINT uq_drafts_workspace_id_person_id_form_subject UNIQUE (workspace_id, person_id, form, subject)
);
CREATE TABLE events (
	at DATETIME NOT NULL, 
	person_id INTEGER, 
	via VARCHAR NOT NULL, 
	action VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	subject_id INTEGER NOT NULL, 
	changes JSON NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_events_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_events_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_events PRIMARY KEY (id)
);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'bot','created','workspaces',1,'{"installation": [null, "00000000000000000000000000000001"], "team_id": [null, null], "bot_id": [null, null], "bot_user_id": [null, null], "api_url": [null, null], "timezone": [null, "Europe/Stockholm"], "locale": [null, "sv"], "commitments_made": [null, 0]}',1,1);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'bot','changed','workspaces',1,'{"team_id": [null, "T0NETWORK"], "bot_id": [null, "B0PLAYGRND"], "bot_user_id": [null, "U0BOT"], "api_url": [null, "http://127.0.0.1:3001/api/"]}',1,2);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','programmes',1,'{"slug": [null, "malmo-2014"], "title": [null, "Malm\u00f6s styr- och ledningsmodell"], "content": [null, {"format": 1, "id": "malmo-2014", "title": "Malm\u00f6s styr- och ledningsmodell", "year": {"starts": "june", "rolls_over": "08-01", "both_until": "09-01", "phases": [{"from": "03-01", "to": "06-30", "level": "school", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "06-01", "to": "09-01", "level": "school", "id": "analyse", "title": "Analysera"}, {"from": "08-01", "to": "09-01", "level": "school", "id": "plan", "title": "Planera"}, {"from": "09-02", "to": "06-15", "level": "school", "id": "carry-out", "title": "Genomf\u00f6ra"}, {"from": "12-01", "to": "02-28", "level": "school", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "01-01", "to": "12-31", "level": "administration", "id": "carry-out", "title": "Genomf\u00f6ra"}, {"from": "08-15", "to": "09-30", "level": "administration", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "10-01", "to": "01-31", "level": "administration", "id": "analyse", "title": "Analysera"}, {"from": "02-01", "to": "04-30", "level": "administration", "id": "plan", "title": "Planera"}, {"from": "05-01", "to": "06-30", "level": "administration", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "09-01", "to": "10-31", "level": "board", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "11-01", "to": "12-31", "level": "board", "id": "plan", "title": "Planera"}, {"from": "01-01", "to": "02-28", "level": "board", "id": "analyse", "title": "Analysera"}, {"from": "03-01", "to": "04-30", "level": "board", "id": "plan", "title": "Planera"}, {"from": "05-01", "to": "06-30", "level": "board", "id": "follow-up", "title": "F\u00f6lja upp"}], "board_meetings": [{"from": "09-01", "to": "10-31", "id": "meeting-dr2", "title": "N\u00e4mnden behandlar del\u00e5rsrapport 2"}, {"from": "11-01", "to": "12-31", "id": "meeting-internal-budget", "title": "N\u00e4mnden beslutar om internbudgeten"}, {"from": "01-15", "to": "02-28", "id": "meeting-annual-report", "title": "N\u00e4mnden behandlar \u00e5rsrapporten"}, {"from": "03-01", "to": "04-30", "id": "meeting-budget-letter", "title": "N\u00e4mnden beslutar om budgetskrivelsen"}, {"from": "05-01", "to": "05-31", "id": "meeting-dr1", "title": "N\u00e4mnden behandlar del\u00e5rsrapport 1"}], "terms": [{"from": "08-01", "to": "12-20", "id": "autumn", "title": "h\u00f6stterminen"}, {"from": "01-01", "to": "06-15", "id": "spring", "title": "v\u00e5rterminen"}]}, "wheel": [{"id": "results-spring", "level": "school", "phase": "follow-up", "title": "G\u00e5 igenom l\u00e4s\u00e5rets resultat", "text": "Betyg, omd\u00f6men och m\u00e5luppfyllelse, brukarunders\u00f6kningar, ekonomi och personal.", "who": "Rektor", "leads_to": "Analys av resultaten", "of": "last_year", "starts": {"on": "03-01"}, "due": {"latest": "06-30"}}, {"id": "analysis", "level": "school", "phase": "analyse", "title": "F\u00f6lj upp och analysera resultat och kvalitetsplan", "text": "Vilka resultat har ni n\u00e5tt, och varf\u00f6r eller varf\u00f6r inte? G\u00e5 igenom m\u00e4tetalen i de prioriterade omr\u00e5dena.", "who": "Rektor och medarbetare", "leads_to": "Kvalitetsrapport", "of": "last_year", "starts": {"on": "06-01"}, "due": {"before": "quality-report", "days": 14}}, {"id": "development-areas", "level": "school", "phase": "analyse", "title": "V\u00e4lj utvecklingsomr\u00e5den", "text": "V\u00e4lj efter vad som \u00e4r v\u00e4sentligt och var risken \u00e4r st\u00f6rst.", "who": "Rektor och medarbetare", "leads_to": "Kvalitetsplan", "of": "this_year", "due": {"before": "quality-plan", "days": 7}}, {"id": "quality-report", "level": "school", "phase": "analyse", "title": "Kvalitetsrapport", "text": "F\u00f6lj upp f\u00f6rra \u00e5rets plan och m\u00e4tetal. I september g\u00e5r du igenom rapporten med din utbildningschef.", "who": "Rektor och medarbetare", "leads_to": "Kvalitetsplan och dialogen i september", "of": "last_year", "starts": {"on": "06-01"}, "due": {"latest": "09-01"}, "remind_weeks": [23, 33]}, {"id": "quality-plan", "level": "school", "phase": "plan", "title": "Kvalitetsplan", "text": "Utvecklingsomr\u00e5den och s\u00e4rskilda \u00e5taganden: varf\u00f6r, vad, hur, n\u00e4r, vem och hur det f\u00f6ljs upp. Ta med f\u00f6rvaltningens gemensamma omr\u00e5den.", "who": "Rektor och medarbetare", "leads_to": "Dialogen i september och genomf\u00f6randet under l\u00e4s\u00e5ret", "of": "this_year", "starts": {"on": "06-01"}, "due": {"latest": "09-01"}, "remind_weeks": [23, 33]}, {"id": "school-details", "level": "school", "phase": "plan", "title": "Kontrollera skolans uppgifter", "who": "Rektor", "due": {"week": 33}, "remind": [0], "asks": "school_details"}, {"id": "september-dialogue", "level": "school", "phase": "carry-out", "title": "Resultat- och kvalitetsdialog i september", "text": "G\u00e5 igenom rapport, resultat, m\u00e4tetal och plan tillsammans, och vilket st\u00f6d skolan beh\u00f6ver.", "who": "Rektor, utbildningschef och utvecklingsst\u00f6d", "leads_to": "Eventuell komplettering av planen och r\u00e4tt st\u00f6d", "starts": {"on": "09-01"}, "due": {"latest": "09-30"}, "dialogue": "quality-school"}, {"id": "forecast", "level": "school", "phase": "carry-out", "title": "Prognos per \u00e4mne och \u00e5rskurs", "text": "Var riskerar eleverna att inte n\u00e5 m\u00e5len? Skriv per \u00e4mne och \u00e5rskurs, aldrig om en enskild elev.", "who": "Rektor och l\u00e4rare", "leads_to": "\u00c5tg\u00e4rder i tid, och en punkt i dialogen", "starts": {"on": "10-01"}, "due": {"latest": "11-15"}}, {"id": "results-winter", "level": "school", "phase": "follow-up", "title": "G\u00e5 igenom h\u00f6stens resultat", "text": "Betyg, omd\u00f6men och m\u00e5luppfyllelse.", "who": "Rektor", "leads_to": "Avst\u00e4mning av kvalitetsplanen", "starts": {"on": "12-01"}, "due": {"latest": "01-31"}}, {"id": "plan-check", "level": "school", "phase": "follow-up", "title": "Avst\u00e4mning av kvalitetsplanen", "text": "Hur g\u00e5r det med \u00e5tagandena, m\u00e4tt med de m\u00e4tetal ni har valt?", "who": "Rektor och medarbetare", "leads_to": "Dialogen i februari", "starts": {"on": "12-01"}, "due": {"before": "february-dialogue", "days": 28}}, {"id": "self-evaluation", "level": "school", "phase": "follow-up", "title": "Sj\u00e4lvv\u00e4rdering av det systematiska kvalitetsarbetet", "who": "Rektor och medarbetare", "leads_to": "Dialogen i februari", "starts": {"on": "12-01"}, "due": {"latest": "01-31"}}, {"id": "february-dialogue", "level": "school", "phase": "follow-up", "title": "Resultat- och kvalitetsdialog i februari", "text": "De nya resultaten, \u00e5tagandena, sj\u00e4lvv\u00e4rderingen, det pedagogiska ledarskapet och vilket st\u00f6d skolan beh\u00f6ver.", "who": "Rektor, utbildningschef och utvecklingsst\u00f6d", "leads_to": "R\u00e4tt st\u00f6d under v\u00e5ren", "starts": {"on": "02-01"}, "due": {"latest": "02-28"}, "dialogue": "quality-school"}, {"id": "user-survey", "level": "school", "phase": "follow-up", "title": "Brukarunders\u00f6kning bland elever och medarbetare", "who": "Rektor", "leads_to": "Sammanst\u00e4llning per skola", "starts": {"on": "03-01"}, "due": {"latest": "03-31"}}, {"id": "user-survey-report", "level": "school", "phase": "follow-up", "title": "Sammanst\u00e4llning av brukarunders\u00f6kningen", "who": "Rektor", "leads_to": "Analysen i juni", "due": {"latest": "04-30"}}, {"id": "hr-economy-june", "level": "school", "phase": "follow-up", "title": "HR- och ekonomidialog i juni: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "06-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-september", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i september: uppf\u00f6ljning inf\u00f6r del\u00e5rsrapport 2", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "09-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-october", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i oktober: budget", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "10-31"}, "dialogue": "hr-economy"}, {"id": "hr-economy-november", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i november: uppf\u00f6ljning 2 (UP2) och budget", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "11-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-december", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i december: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "12-20"}, "dialogue": "hr-economy"}, {"id": "hr-economy-january", "level": "school", "phase": "follow-up", "title": "HR- och ekonomidialog i januari: \u00e5rsanalys och uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "01-31"}, "dialogue": "hr-economy"}, {"id": "hr-economy-march", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i mars: uppf\u00f6ljning 1 (UP1)", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "03-31"}, "dialogue": "hr-economy"}, {"id": "hr-economy-april", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i april: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "04-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-may", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i maj: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "05-31"}, "dialogue": "hr-economy"}, {"id": "metrics-compiled", "level": "administration", "phase": "follow-up", "title": "Sammanst\u00e4llning av m\u00e4tetalens utfall per skola", "text": "Alla prioriterade omr\u00e5den, s\u00e5 att skolorna och utbildningscheferna har samma underlag i september.", "who": "Utvecklingsavdelningen", "leads_to": "Dialogerna i september", "due": {"latest": "08-31"}}, {"id": "goals-broken-down", "level": "administration", "phase": "follow-up", "title": "Skolornas m\u00e5l och gemensamma utvecklingsomr\u00e5den", "who": "F\u00f6rvaltningsledningen", "leads_to": "Skolornas kvalitetsplaner", "of": "this_year", "due": {"latest": "08-15"}}, {"id": "seminar-autumn", "level": "administration", "phase": "analyse", "title": "Analysseminarium i oktober", "text": "Skolornas rapporter och planer, brister, utvecklingsomr\u00e5den och goda exempel.", "who": "F\u00f6rvaltningsledningen, utbildningschefer och st\u00f6d", "leads_to": "Sammanst\u00e4llda \u00e5taganden", "due": {"latest": "10-15"}, "builds_on": "quality-report"}, {"id": "commitments-compiled", "level": "administration", "phase": "analyse", "title": "Sammanst\u00e4llning av skolornas \u00e5taganden", "who": "Utvecklingsavdelningen", "leads_to": "F\u00f6rvaltningens \u00e5tagandeplan", "of": "this_year", "due": {"latest": "10-31"}, "builds_on": "quality-plan"}, {"id": "dr2-papers", "level": "administration", "phase": "follow-up", "title": "Handlingar till del\u00e5rsrapport 2", "who": "Ekonomiavdelningen", "leads_to": "Del\u00e5rsrapport 2", "due": {"before": "meeting-dr2", "days": 14}}, {"id": "seminar-november", "level": "administration", "phase": "analyse", "title": "Analysseminarium i november", "who": "F\u00f6rvaltningsledningen, utbildningschefer och st\u00f6d", "leads_to": "Internbudget och \u00e5rsrapport", "due": {"latest": "11-30"}}, {"id": "internal-budget-papers", "level": "administration", "phase": "analyse", "title": "Handlingar till internbudgeten", "who": "Ekonomiavdelningen", "leads_to": "Internbudget", "due": {"before": "meeting-internal-budget", "days": 14}}, {"id": "seminar-january", "level": "administration", "phase": "analyse", "title": "Analysseminarium i januari", "text": "H\u00f6stens resultat, m\u00e4tetal och sj\u00e4lvv\u00e4rderingar.", "who": "F\u00f6rvaltningsledningen, utbildningschefer och st\u00f6d", "leads_to": "\u00c5rsrapport och \u00e5rsanalys", "due": {"latest": "01-20"}}, {"id": "annual-report-papers", "level": "administration", "phase": "analyse", "title": "Handlingar till \u00e5rsrapporten", "text": "Skolornas utfall av m\u00e4tetal, analys och \u00e5taganden, tillsammans med f\u00f6rvaltningens \u00f6vergripande \u00e5taganden.", "who": "Utvecklingsavdelningen", "leads_to": "\u00c5rsrapport till n\u00e4mnden", "due": {"before": "meeting-annual-report", "days": 14}, "remind": [-28, -7], "builds_on": "plan-check"}, {"id": "administration-plan", "level": "administration", "phase": "plan", "title": "F\u00f6rvaltningens \u00e5tagandeplan", "text": "Utifr\u00e5n utfall, uppf\u00f6ljningar och analyser.", "who": "F\u00f6rvaltningsledningen", "leads_to": "Genomf\u00f6rande under kalender\u00e5ret", "due": {"latest": "03-15"}}, {"id": "budget-letter-papers", "level": "administration", "phase": "plan", "title": "Handlingar till budgetskrivelsen", "who": "Ekonomiavdelningen", "leads_to": "Budgetskrivelse", "due": {"before": "meeting-budget-letter", "days": 14}}, {"id": "surveys-compiled", "level": "administration", "phase": "follow-up", "title": "Sammanst\u00e4llning av brukarunders\u00f6kningarna", "text": "Per skola och f\u00f6r hela f\u00f6rvaltningen.", "who": "Utvecklingsavdelningen", "leads_to": "Skolornas analys i juni", "due": {"latest": "05-15"}, "builds_on": "user-survey-report"}, {"id": "dr1-papers", "level": "administration", "phase": "follow-up", "title": "Handlingar till del\u00e5rsrapport 1", "who": "Ekonomiavdelningen", "leads_to": "Del\u00e5rsrapport 1", "due": {"before": "meeting-dr1", "days": 14}}, {"id": "dr2", "level": "board", "phase": "follow-up", "title": "Del\u00e5rsrapport 2 behandlas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Uppf\u00f6ljning av m\u00e5l och ekonomi", "due": {"after": "meeting-dr2", "days": 0}}, {"id": "internal-budget", "level": "board", "phase": "plan", "title": "Internbudgeten beslutas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Skolornas ramar", "due": {"after": "meeting-internal-budget", "days": 0}}, {"id": "annual-report", "level": "board", "phase": "analyse", "title": "\u00c5rsrapporten behandlas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "\u00c5rsanalys till kommunfullm\u00e4ktige", "due": {"after": "meeting-annual-report", "days": 0}, "builds_on": "plan-check"}, {"id": "board-dialogue", "level": "board", "phase": "analyse", "title": "Dialog mellan f\u00f6rvaltning och n\u00e4mnd", "text": "N\u00e4mndens och fullm\u00e4ktiges m\u00e5l, m\u00e4tetalens utfall och \u00e5rsrapporten.", "who": "N\u00e4mnden, grundskoledirekt\u00f6r och utbildningschefer", "leads_to": "N\u00e4mndens m\u00e5l", "due": {"after": "meeting-annual-report", "days": 0}, "dialogue": "quality-board"}, {"id": "annual-analysis", "level": "board", "phase": "analyse", "title": "\u00c5rsanalys till kommunfullm\u00e4ktige", "who": "N\u00e4mnden", "leads_to": "Kommunfullm\u00e4ktiges m\u00e5l", "due": {"after": "meeting-annual-report", "days": 14}}, {"id": "budget-letter", "level": "board", "phase": "plan", "title": "Budgetskrivelsen beslutas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Kommunens budget", "due": {"after": "meeting-budget-letter", "days": 0}}, {"id": "dr1", "level": "board", "phase": "follow-up", "title": "Del\u00e5rsrapport 1 behandlas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Uppf\u00f6ljning av m\u00e5l och ekonomi", "due": {"after": "meeting-dr1", "days": 0}}], "dialogues": [{"id": "staff", "title": "Resultat- och kvalitetsdialog i skolan", "between": ["staff", "school"], "who": "Medarbetare och rektor, p\u00e5 arbetslagstr\u00e4ffar och arbetsplatstr\u00e4ffar", "about": "Planering, genomf\u00f6rande, uppf\u00f6ljning, analys och utveckling"}, {"id": "pupils-and-guardians", "title": "Dialog med elever och v\u00e5rdnadshavare", "between": ["pupils_and_guardians", "school"], "who": "Elever, v\u00e5rdnadshavare och rektor", "about": "Uppf\u00f6ljning och planering"}, {"id": "quality-school", "title": "Resultat- och kvalitetsdialog", "between": ["school", "administration"], "who": "Rektor, utbildningschef och utvecklingsst\u00f6d", "about": "Prioriterade omr\u00e5den, m\u00e4tetal och resultat, kvalitetsrapport och kvalitetsplan, \u00f6vriga l\u00e4roplansm\u00e5l och skolans kvalitetsarbete", "at_least": 2}, {"id": "hr-economy", "title": "HR- och ekonomidialog", "between": ["school", "administration"], "who": "Rektor, HR-konsult och ekonom", "about": "Elevantal och ekonomi, sjukfr\u00e5nvaro och rehabilitering (aldrig per person), bemanning mot budget, kompetens och arbetsmilj\u00f6", "at_least": 9}, {"id": "quality-board", "title": "Resultat- och kvalitetsdialog med n\u00e4mnden", "between": ["administration", "board"], "who": "Grundskoledirekt\u00f6r, utbildningschefer och n\u00e4mnden", "about": "Fullm\u00e4ktiges och n\u00e4mndens m\u00e5l, prioriterade omr\u00e5den, m\u00e4tetal, resultat och \u00e5rsrapport", "at_least": 1}]}], "content_hash": [null, "19bced654ace269e4ccae4684ff8c32d3c4172d33db16802fc8b0eedfe5a5843"], "loaded_at": [null, "2026-05-29T09:00:00+02:00"], "workspace_id": [null, 1]}',1,3);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','units',1,'{"kind": [null, "municipality"], "name": [null, "Malm\u00f6"], "code": [null, "1280"], "parent_id": [null, null], "channel_id": [null, null], "programme_id": [null, null], "follows_from": [null, null], "board_meetings": [null, null], "valid_to": [null, null], "workspace_id": [null, 1]}',1,4);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','units',2,'{"kind": [null, "school"], "name": [null, "Exempelskolan"], "code": [null, null], "parent_id": [null, 1], "channel_id": [null, "C0EXEMPEL"], "programme_id": [null, null], "follows_from": [null, null], "board_meetings": [null, null], "valid_to": [null, null], "workspace_id": [null, 1]}',1,5);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','units',3,'{"kind": [null, "school"], "name": [null, "Provskolan"], "code": [null, null], "parent_id": [null, 1], "channel_id": [null, null], "programme_id": [null, null], "follows_from": [null, null], "board_meetings": [null, null], "valid_to": [null, null], "workspace_id": [null, 1]}',1,6);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','units',4,'{"kind": [null, "school"], "name": [null, "Papperskolan"], "code": [null, null], "parent_id": [null, 1], "channel_id": [null, null], "programme_id": [null, null], "follows_from": [null, null], "board_meetings": [null, null], "valid_to": [null, null], "workspace_id": [null, 1]}',1,7);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','people',1,'{"slack_user_id": [null, "U0STRATEG"], "email": [null, null], "name": [null, ""], "locale": [null, null], "timezone": [null, null], "active": [null, true], "language": [null, null], "letter_weekday": [null, null], "letter_hour": [null, null], "paused_from": [null, null], "paused_until": [null, null], "workspace_id": [null, 1]}',1,8);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','people',2,'{"slack_user_id": [null, "U0SEKR"], "email": [null, null], "name": [null, ""], "locale": [null, null], "timezone": [null, null], "active": [null, true], "language": [null, null], "letter_weekday": [null, null], "letter_hour": [null, null], "paused_from": [null, null], "paused_until": [null, null], "workspace_id": [null, 1]}',1,9);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','people',3,'{"slack_user_id": [null, "U0REKTOR"], "email": [null, null], "name": [null, ""], "locale": [null, null], "timezone": [null, null], "active": [null, true], "language": [null, null], "letter_weekday": [null, null], "letter_hour": [null, null], "paused_from": [null, null], "paused_until": [null, null], "workspace_id": [null, 1]}',1,10);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','people',4,'{"slack_user_id": [null, "U0CHEF"], "email": [null, null], "name": [null, ""], "locale": [null, null], "timezone": [null, null], "active": [null, true], "language": [null, null], "letter_weekday": [null, null], "letter_hour": [null, null], "paused_from": [null, null], "paused_until": [null, null], "workspace_id": [null, 1]}',1,11);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',1,'{"person_id": [null, 1], "kind": [null, "leadership"], "level": [null, null], "programme_id": [null, 1], "network_id": [null, null], "unit_id": [null, null], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,12);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',2,'{"person_id": [null, 1], "kind": [null, "administration"], "level": [null, null], "programme_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,13);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',3,'{"person_id": [null, 2], "kind": [null, "board"], "level": [null, null], "programme_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,14);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',4,'{"person_id": [null, 4], "kind": [null, "head_of_schools"], "level": [null, null], "programme_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,15);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',5,'{"person_id": [null, 4], "kind": [null, "head_of_schools"], "level": [null, null], "programme_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,16);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','closed_days',1,'{"unit_id": [null, 1], "name": [null, "h\u00f6stlov"], "first_day": [null, "2026-10-26"], "last_day": [null, "2026-10-30"], "workspace_id": [null, 1]}',1,17);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','changed','units',1,'{"programme_id": [null, 1], "follows_from": [null, "2026-05-29"], "board_meetings": [null, ["2026-09-23", "2026-11-18", "2027-02-24", "2027-04-21", "2027-05-19"]]}',1,18);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',6,'{"person_id": [null, 3], "kind": [null, "principal"], "level": [null, null], "programme_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,19);
INSERT INTO "events" VALUES('2026-05-29 07:00:00.000000',NULL,'load','created','roles',7,'{"person_id": [null, 3], "kind": [null, "principal"], "level": [null, null], "programme_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "valid_from": [null, "2026-05-29T09:00:00+02:00"], "valid_to": [null, null], "absence_id": [null, null], "workspace_id": [null, 1]}',1,20);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',NULL,'bot','changed','people',1,'{"name": ["", "Alex Oxiestr\u00f6m"], "locale": [null, "sv"], "timezone": [null, "Europe/Stockholm"]}',1,21);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',NULL,'bot','changed','people',2,'{"name": ["", "Bo Husieby"], "locale": [null, "sv"], "timezone": [null, "Europe/Stockholm"]}',1,22);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',NULL,'bot','changed','people',3,'{"name": ["", "Kim Hyllieberg"], "locale": [null, "sv"], "timezone": [null, "Europe/Stockholm"]}',1,23);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',NULL,'bot','changed','people',4,'{"name": ["", "Charlie Limhamnsvall"], "locale": [null, "sv"], "timezone": [null, "Europe/Stockholm"]}',1,24);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',3,'slack','created','tasks',1,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "results-spring"], "year": [null, 2026], "position": [null, 0], "title": [null, "G\u00e5 igenom l\u00e4s\u00e5rets resultat"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,25);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',3,'slack','changed','tasks',1,'{"done_at": [null, "2026-06-22T08:00:00+02:00"], "done_by_id": [null, 3]}',1,26);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',3,'slack','created','tasks',2,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "meeting_id": [null, null], "step": [null, "results-spring"], "year": [null, 2026], "position": [null, 0], "title": [null, "G\u00e5 igenom l\u00e4s\u00e5rets resultat"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,27);
INSERT INTO "events" VALUES('2026-06-22 06:00:00.000000',3,'slack','changed','tasks',2,'{"done_at": [null, "2026-06-22T08:00:00+02:00"], "done_by_id": [null, 3]}',1,28);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',3,'slack','created','tasks',3,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "school-details"], "year": [null, 2026], "position": [null, 0], "title": [null, "Kontrollera skolans uppgifter"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,29);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',3,'slack','changed','tasks',3,'{"done_at": [null, "2026-08-10T08:00:00+02:00"], "done_by_id": [null, 3]}',1,30);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',3,'slack','created','tasks',4,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "development-areas"], "year": [null, 2026], "position": [null, 0], "title": [null, "V\u00e4lj utvecklingsomr\u00e5den"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,31);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',3,'slack','changed','tasks',4,'{"done_at": [null, "2026-08-10T08:00:00+02:00"], "done_by_id": [null, 3]}',1,32);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',3,'slack','created','tasks',5,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "analysis"], "year": [null, 2026], "position": [null, 0], "title": [null, "F\u00f6lj upp och analysera resultat och kvalitetsplan"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,33);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',3,'slack','changed','tasks',5,'{"done_at": [null, "2026-08-10T08:00:00+02:00"], "done_by_id": [null, 3]}',1,34);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',1,'slack','created','tasks',6,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "metrics-compiled"], "year": [null, 2026], "position": [null, 0], "title": [null, "Sammanst\u00e4llning av m\u00e4tetalens utfall per skola"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,35);
INSERT INTO "events" VALUES('2026-08-10 06:00:00.000000',1,'slack','changed','tasks',6,'{"done_at": [null, "2026-08-10T08:00:00+02:00"], "done_by_id": [null, 1]}',1,36);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','created','tasks',7,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "quality-report"], "year": [null, 2026], "position": [null, 0], "title": [null, "Kvalitetsrapport"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,37);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','changed','tasks',7,'{"done_at": [null, "2026-08-31T08:00:00+02:00"], "done_by_id": [null, 3]}',1,38);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','created','tasks',8,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "quality-plan"], "year": [null, 2026], "position": [null, 0], "title": [null, "Kvalitetsplan"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,39);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','changed','tasks',8,'{"note": [null, "Vi skrev den tillsammans i arbetslagen."], "done_at": [null, "2026-08-31T08:00:00+02:00"], "done_by_id": [null, 3]}',1,40);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','created','tasks',9,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "meeting_id": [null, null], "step": [null, "quality-report"], "year": [null, 2026], "position": [null, 0], "title": [null, "Kvalitetsrapport"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,41);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','changed','tasks',9,'{"done_at": [null, "2026-08-31T08:00:00+02:00"], "done_by_id": [null, 3]}',1,42);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','created','tasks',10,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "meeting_id": [null, null], "step": [null, "quality-plan"], "year": [null, 2026], "position": [null, 0], "title": [null, "Kvalitetsplan"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,43);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',3,'slack','changed','tasks',10,'{"done_at": [null, "2026-08-31T08:00:00+02:00"], "done_by_id": [null, 3]}',1,44);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',1,'slack','created','tasks',11,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "goals-broken-down"], "year": [null, 2026], "position": [null, 0], "title": [null, "Skolornas m\u00e5l och gemensamma utvecklingsomr\u00e5den"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,45);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',1,'slack','changed','tasks',11,'{"done_at": [null, "2026-08-31T08:00:00+02:00"], "done_by_id": [null, 1]}',1,46);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',1,'slack','created','tasks',12,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "dr2-papers"], "year": [null, 2026], "position": [null, 0], "title": [null, "Handlingar till del\u00e5rsrapport 2"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,47);
INSERT INTO "events" VALUES('2026-08-31 06:00:00.000000',1,'slack','changed','tasks',12,'{"done_at": [null, "2026-08-31T08:00:00+02:00"], "done_by_id": [null, 1]}',1,48);
INSERT INTO "events" VALUES('2026-09-24 13:00:00.000000',4,'slack','created','meetings',1,'{"kind": [null, "dialogue"], "network_id": [null, null], "number": [null, 0], "starts_at": [null, "2026-09-24T10:00:00+00:00"], "ends_at": [null, "2026-09-24T10:00:00+00:00"], "timezone": [null, "Europe/Stockholm"], "host_unit_id": [null, null], "venue": [null, null], "venue_approved": [null, false], "themes": [null, []], "cancelled_at": [null, null], "unit_id": [null, 2], "dialogue": [null, "quality-school"], "who": [null, "Rektor, utbildningschef och utvecklingsst\u00f6d"], "note": [null, "Skolan beh\u00f6ver st\u00f6d i matematik i \u00e5rskurs 7."], "link": [null, null], "workspace_id": [null, 1]}',1,49);
INSERT INTO "events" VALUES('2026-09-24 13:00:00.000000',4,'slack','created','tasks',13,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "september-dialogue"], "year": [null, 2026], "position": [null, 0], "title": [null, "Resultat- och kvalitetsdialog i september"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, "Skolan beh\u00f6ver st\u00f6d i matematik i \u00e5rskurs 7."], "link": [null, null], "done_at": [null, "2026-09-24T15:00:00+02:00"], "done_by_id": [null, 4], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,50);
INSERT INTO "events" VALUES('2026-09-24 13:00:00.000000',3,'slack','created','meetings',2,'{"kind": [null, "dialogue"], "network_id": [null, null], "number": [null, 0], "starts_at": [null, "2026-09-24T10:00:00+00:00"], "ends_at": [null, "2026-09-24T10:00:00+00:00"], "timezone": [null, "Europe/Stockholm"], "host_unit_id": [null, null], "venue": [null, null], "venue_approved": [null, false], "themes": [null, []], "cancelled_at": [null, null], "unit_id": [null, 2], "dialogue": [null, "hr-economy"], "who": [null, null], "note": [null, "Skolan har en l\u00e4rare mindre \u00e4n budgeten t\u00e5l."], "link": [null, null], "workspace_id": [null, 1]}',1,51);
INSERT INTO "events" VALUES('2026-09-24 13:00:00.000000',3,'slack','created','tasks',14,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "hr-economy-september"], "year": [null, 2026], "position": [null, 0], "title": [null, "HR- och ekonomidialog i september: uppf\u00f6ljning inf\u00f6r del\u00e5rsrapport 2"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, "Skolan har en l\u00e4rare mindre \u00e4n budgeten t\u00e5l."], "link": [null, null], "done_at": [null, "2026-09-24T15:00:00+02:00"], "done_by_id": [null, 3], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,52);
INSERT INTO "events" VALUES('2026-09-28 06:00:00.000000',2,'slack','created','tasks',15,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "dr2"], "year": [null, 2026], "position": [null, 0], "title": [null, "Del\u00e5rsrapport 2 behandlas i n\u00e4mnden"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,53);
INSERT INTO "events" VALUES('2026-09-28 06:00:00.000000',2,'slack','changed','tasks',15,'{"note": [null, "N\u00e4mnden behandlade den p\u00e5 sitt sammantr\u00e4de."], "done_at": [null, "2026-09-28T08:00:00+02:00"], "done_by_id": [null, 2]}',1,54);
INSERT INTO "events" VALUES('2026-10-19 06:00:00.000000',3,'slack','created','tasks',16,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "meeting_id": [null, null], "step": [null, "hr-economy-october"], "year": [null, 2026], "position": [null, 0], "title": [null, "HR- och ekonomidialog i oktober: budget"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,55);
INSERT INTO "events" VALUES('2026-10-19 06:00:00.000000',3,'slack','changed','tasks',16,'{"waived_at": [null, "2026-10-19T08:00:00+02:00"], "reason": [null, "Vi tar budgeten i november, tillsammans med uppf\u00f6ljningen."]}',1,56);
INSERT INTO "events" VALUES('2026-10-19 06:00:00.000000',1,'slack','created','tasks',17,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "internal-budget-papers"], "year": [null, 2026], "position": [null, 0], "title": [null, "Handlingar till internbudgeten"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,57);
INSERT INTO "events" VALUES('2026-10-19 06:00:00.000000',1,'slack','changed','tasks',17,'{"done_at": [null, "2026-10-19T08:00:00+02:00"], "done_by_id": [null, 1]}',1,58);
INSERT INTO "events" VALUES('2026-10-19 06:00:00.000000',1,'slack','created','tasks',18,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "seminar-autumn"], "year": [null, 2026], "position": [null, 0], "title": [null, "Analysseminarium i oktober"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,59);
INSERT INTO "events" VALUES('2026-10-19 06:00:00.000000',1,'slack','changed','tasks',18,'{"note": [null, "Tre utvecklingsomr\u00e5den \u00e5terkommer i skolornas rapporter."], "done_at": [null, "2026-10-19T08:00:00+02:00"], "done_by_id": [null, 1]}',1,60);
INSERT INTO "events" VALUES('2026-10-26 07:00:00.000000',2,'slack','created','tasks',19,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 1], "meeting_id": [null, null], "step": [null, "internal-budget"], "year": [null, 2026], "position": [null, 0], "title": [null, "Internbudgeten beslutas i n\u00e4mnden"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,61);
INSERT INTO "events" VALUES('2026-10-26 07:00:00.000000',2,'slack','changed','tasks',19,'{"remind_on": [null, "2026-11-16"]}',1,62);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','created','tasks',20,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "meeting_id": [null, null], "step": [null, "forecast"], "year": [null, 2026], "position": [null, 0], "title": [null, "Prognos per \u00e4mne och \u00e5rskurs"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,63);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','changed','tasks',20,'{"done_at": [null, "2026-11-02T08:00:00+01:00"], "done_by_id": [null, 3]}',1,64);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','created','tasks',21,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "hr-economy-october"], "year": [null, 2026], "position": [null, 0], "title": [null, "HR- och ekonomidialog i oktober: budget"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,65);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','changed','tasks',21,'{"done_at": [null, "2026-11-02T08:00:00+01:00"], "done_by_id": [null, 3]}',1,66);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','created','tasks',22,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 3], "meeting_id": [null, null], "step": [null, "hr-economy-november"], "year": [null, 2026], "position": [null, 0], "title": [null, "HR- och ekonomidialog i november: uppf\u00f6ljning 2 (UP2) och budget"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,67);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','changed','tasks',22,'{"remind_on": [null, "2026-11-16"]}',1,68);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','created','tasks',23,'{"kind": [null, "milestone"], "commitment_id": [null, null], "network_id": [null, null], "unit_id": [null, 2], "meeting_id": [null, null], "step": [null, "hr-economy-november"], "year": [null, 2026], "position": [null, 0], "title": [null, "HR- och ekonomidialog i november: uppf\u00f6ljning 2 (UP2) och budget"], "who": [null, null], "starts_on": [null, null], "due_on": [null, null], "extended_to": [null, null], "note": [null, null], "link": [null, null], "done_at": [null, null], "done_by_id": [null, null], "waived_at": [null, null], "reason": [null, null], "remind_on": [null, null], "handed_to_id": [null, null], "handed_at": [null, null], "workspace_id": [null, 1]}',1,69);
INSERT INTO "events" VALUES('2026-11-02 07:00:00.000000',3,'slack','changed','tasks',23,'{"remind_on": [null, "2026-11-23"]}',1,70);
CREATE TABLE inquiries (
	kind VARCHAR NOT NULL, 
	meeting_id INTEGER NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_inquiries_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings (id), 
	CONSTRAINT fk_inquiries_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_inquiries PRIMARY KEY (id), 
	CONSTRAINT uq_inquiries_meeting_id_kind UNIQUE (meeting_id, kind)
);
CREATE TABLE links (
	person_id INTEGER NOT NULL, 
	unit_id INTEGER, 
	kind VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	made_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_links_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_links_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_links_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_links PRIMARY KEY (id), 
	CONSTRAINT uq_links_hash UNIQUE (hash)
);
CREATE TABLE loaded_entries (
	path VARCHAR NOT NULL, 
	value JSON, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_loaded_entries_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_loaded_entries PRIMARY KEY (id), 
	CONSTRAINT uq_loaded_entries_workspace_id_path UNIQUE (workspace_id, path)
);
INSERT INTO "loaded_entries" VALUES('malmo-2014/leadership/U0STRATEG','{"files": ["wheel-city.yaml"], "fields": {"ended": null}}',1,1);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö','{"files": ["wheel-city.yaml"], "fields": {"programme": "malmo-2014", "board_meetings": ["2026-09-23", "2026-11-18", "2027-02-24", "2027-04-21", "2027-05-19"], "ended": null}}',1,2);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/administration/U0STRATEG','{"files": ["wheel-city.yaml"], "fields": {"ended": null}}',1,3);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/board/U0SEKR','{"files": ["wheel-city.yaml"], "fields": {"ended": null}}',1,4);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/schools/Exempelskolan','{"files": ["wheel-city.yaml"], "fields": {"channel": "C0EXEMPEL", "principal": "U0REKTOR", "ended": null}}',1,5);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/schools/Provskolan','{"files": ["wheel-city.yaml"], "fields": {"principal": "U0REKTOR", "ended": null}}',1,6);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/schools/Papperskolan','{"files": ["wheel-city.yaml"], "fields": {"ended": null}}',1,7);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/schools/Exempelskolan/heads_of_schools/U0CHEF','{"files": ["wheel-city.yaml"], "fields": {"ended": null}}',1,8);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/schools/Provskolan/heads_of_schools/U0CHEF','{"files": ["wheel-city.yaml"], "fields": {"ended": null}}',1,9);
INSERT INTO "loaded_entries" VALUES('municipalities/Malmö/breaks/höstlov 2026-10-26','{"files": ["wheel-city.yaml"], "fields": {"to": "2026-10-30"}}',1,10);
CREATE TABLE "meetings" (
	kind VARCHAR NOT NULL, 
	network_id INTEGER, 
	number INTEGER NOT NULL, 
	starts_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	timezone VARCHAR NOT NULL, 
	host_unit_id INTEGER, 
	venue VARCHAR, 
	venue_approved BOOLEAN NOT NULL, 
	themes JSON NOT NULL, 
	cancelled_at DATETIME, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	unit_id INTEGER, 
	dialogue VARCHAR, 
	who TEXT, 
	note TEXT, 
	link TEXT, 
	form_key VARCHAR, 
	CONSTRAINT fk_meetings_host_unit_id FOREIGN KEY(host_unit_id) REFERENCES units (id), 
	CONSTRAINT fk_meetings_network_id FOREIGN KEY(network_id) REFERENCES networks (id), 
	CONSTRAINT fk_meetings_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_meetings_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_meetings PRIMARY KEY (id), 
	CONSTRAINT uq_meetings_form_key UNIQUE (form_key), 
	CONSTRAINT uq_meetings_network_id_kind_number UNIQUE (network_id, kind, number)
);
INSERT INTO "meetings" VALUES('dialogue',NULL,0,'2026-09-24 10:00:00.000000','2026-09-24 10:00:00.000000','Europe/Stockholm',NULL,NULL,0,'[]',NULL,1,1,2,'quality-school','Rektor, utbildningschef och utvecklingsstöd','Skolan behöver stöd i matematik i årskurs 7.',NULL,'00000000000000000000000000000002');
INSERT INTO "meetings" VALUES('dialogue',NULL,0,'2026-09-24 10:00:00.000000','2026-09-24 10:00:00.000000','Europe/Stockholm',NULL,NULL,0,'[]',NULL,1,2,2,'hr-economy',NULL,'Skolan har en lärare mindre än budgeten tål.',NULL,'00000000000000000000000000000003');
CREATE TABLE memberships (
	network_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_memberships_network_id FOREIGN KEY(network_id) REFERENCES networks (id), 
	CONSTRAINT fk_memberships_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_memberships_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_memberships PRIMARY KEY (id), 
	CONSTRAINT uq_memberships_network_id_unit_id UNIQUE (network_id, unit_id)
);
CREATE TABLE networks (
	programme_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	round VARCHAR, 
	channel_id VARCHAR, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, lost_channel_id VARCHAR, lost_because VARCHAR, lost_at DATETIME, 
	CONSTRAINT fk_networks_programme_id FOREIGN KEY(programme_id) REFERENCES programmes (id), 
	CONSTRAINT fk_networks_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_networks PRIMARY KEY (id), 
	CONSTRAINT uq_networks_programme_id_name UNIQUE (programme_id, name), 
	CONSTRAINT uq_networks_workspace_id_channel_id UNIQUE (workspace_id, channel_id)
);
CREATE TABLE other_installations (
	installation VARCHAR NOT NULL, 
	posted_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_other_installations_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_other_installations PRIMARY KEY (id), 
	CONSTRAINT uq_other_installations_workspace_id_installation UNIQUE (workspace_id, installation)
);
CREATE TABLE pauses (
	kind VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	reason VARCHAR, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_pauses_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_pauses PRIMARY KEY (id), 
	CONSTRAINT uq_pauses_workspace_id_kind UNIQUE (workspace_id, kind)
);
CREATE TABLE people (
	slack_user_id VARCHAR, 
	email VARCHAR, 
	name VARCHAR NOT NULL, 
	locale VARCHAR, 
	timezone VARCHAR, 
	active BOOLEAN NOT NULL, 
	dm_channel VARCHAR, 
	profile_at DATETIME, 
	home_opened_at DATETIME, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, language VARCHAR, letter_weekday INTEGER, letter_hour INTEGER, paused_from DATE, paused_until DATE, 
	CONSTRAINT fk_people_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT uq_people_workspace_id_slack_user_id UNIQUE (workspace_id, slack_user_id)
);
INSERT INTO "people" VALUES('U0STRATEG',NULL,'Alex Oxieström','sv','Europe/Stockholm',1,'D0STRATEG','2026-11-16 07:00:00.000000',NULL,1,1,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('U0SEKR',NULL,'Bo Husieby','sv','Europe/Stockholm',1,'D0SEKR','2026-11-16 07:00:00.000000',NULL,1,2,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('U0REKTOR',NULL,'Kim Hyllieberg','sv','Europe/Stockholm',1,'D0REKTOR','2026-11-16 07:00:00.000000',NULL,1,3,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES('U0CHEF',NULL,'Charlie Limhamnsvall','sv','Europe/Stockholm',1,'D0CHEF','2026-11-16 07:00:00.000000',NULL,1,4,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE programmes (
	slug VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	content JSON NOT NULL, 
	content_hash VARCHAR NOT NULL, 
	loaded_at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_programmes_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_programmes PRIMARY KEY (id), 
	CONSTRAINT uq_programmes_workspace_id_slug UNIQUE (workspace_id, slug)
);
INSERT INTO "programmes" VALUES('malmo-2014','Malmös styr- och ledningsmodell','{"format": 1, "id": "malmo-2014", "title": "Malm\u00f6s styr- och ledningsmodell", "year": {"starts": "june", "rolls_over": "08-01", "both_until": "09-01", "phases": [{"from": "03-01", "to": "06-30", "level": "school", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "06-01", "to": "09-01", "level": "school", "id": "analyse", "title": "Analysera"}, {"from": "08-01", "to": "09-01", "level": "school", "id": "plan", "title": "Planera"}, {"from": "09-02", "to": "06-15", "level": "school", "id": "carry-out", "title": "Genomf\u00f6ra"}, {"from": "12-01", "to": "02-28", "level": "school", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "01-01", "to": "12-31", "level": "administration", "id": "carry-out", "title": "Genomf\u00f6ra"}, {"from": "08-15", "to": "09-30", "level": "administration", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "10-01", "to": "01-31", "level": "administration", "id": "analyse", "title": "Analysera"}, {"from": "02-01", "to": "04-30", "level": "administration", "id": "plan", "title": "Planera"}, {"from": "05-01", "to": "06-30", "level": "administration", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "09-01", "to": "10-31", "level": "board", "id": "follow-up", "title": "F\u00f6lja upp"}, {"from": "11-01", "to": "12-31", "level": "board", "id": "plan", "title": "Planera"}, {"from": "01-01", "to": "02-28", "level": "board", "id": "analyse", "title": "Analysera"}, {"from": "03-01", "to": "04-30", "level": "board", "id": "plan", "title": "Planera"}, {"from": "05-01", "to": "06-30", "level": "board", "id": "follow-up", "title": "F\u00f6lja upp"}], "board_meetings": [{"from": "09-01", "to": "10-31", "id": "meeting-dr2", "title": "N\u00e4mnden behandlar del\u00e5rsrapport 2"}, {"from": "11-01", "to": "12-31", "id": "meeting-internal-budget", "title": "N\u00e4mnden beslutar om internbudgeten"}, {"from": "01-15", "to": "02-28", "id": "meeting-annual-report", "title": "N\u00e4mnden behandlar \u00e5rsrapporten"}, {"from": "03-01", "to": "04-30", "id": "meeting-budget-letter", "title": "N\u00e4mnden beslutar om budgetskrivelsen"}, {"from": "05-01", "to": "05-31", "id": "meeting-dr1", "title": "N\u00e4mnden behandlar del\u00e5rsrapport 1"}], "terms": [{"from": "08-01", "to": "12-20", "id": "autumn", "title": "h\u00f6stterminen"}, {"from": "01-01", "to": "06-15", "id": "spring", "title": "v\u00e5rterminen"}]}, "wheel": [{"id": "results-spring", "level": "school", "phase": "follow-up", "title": "G\u00e5 igenom l\u00e4s\u00e5rets resultat", "text": "Betyg, omd\u00f6men och m\u00e5luppfyllelse, brukarunders\u00f6kningar, ekonomi och personal.", "who": "Rektor", "leads_to": "Analys av resultaten", "of": "last_year", "starts": {"on": "03-01"}, "due": {"latest": "06-30"}}, {"id": "analysis", "level": "school", "phase": "analyse", "title": "F\u00f6lj upp och analysera resultat och kvalitetsplan", "text": "Vilka resultat har ni n\u00e5tt, och varf\u00f6r eller varf\u00f6r inte? G\u00e5 igenom m\u00e4tetalen i de prioriterade omr\u00e5dena.", "who": "Rektor och medarbetare", "leads_to": "Kvalitetsrapport", "of": "last_year", "starts": {"on": "06-01"}, "due": {"before": "quality-report", "days": 14}}, {"id": "development-areas", "level": "school", "phase": "analyse", "title": "V\u00e4lj utvecklingsomr\u00e5den", "text": "V\u00e4lj efter vad som \u00e4r v\u00e4sentligt och var risken \u00e4r st\u00f6rst.", "who": "Rektor och medarbetare", "leads_to": "Kvalitetsplan", "of": "this_year", "due": {"before": "quality-plan", "days": 7}}, {"id": "quality-report", "level": "school", "phase": "analyse", "title": "Kvalitetsrapport", "text": "F\u00f6lj upp f\u00f6rra \u00e5rets plan och m\u00e4tetal. I september g\u00e5r du igenom rapporten med din utbildningschef.", "who": "Rektor och medarbetare", "leads_to": "Kvalitetsplan och dialogen i september", "of": "last_year", "starts": {"on": "06-01"}, "due": {"latest": "09-01"}, "remind_weeks": [23, 33]}, {"id": "quality-plan", "level": "school", "phase": "plan", "title": "Kvalitetsplan", "text": "Utvecklingsomr\u00e5den och s\u00e4rskilda \u00e5taganden: varf\u00f6r, vad, hur, n\u00e4r, vem och hur det f\u00f6ljs upp. Ta med f\u00f6rvaltningens gemensamma omr\u00e5den.", "who": "Rektor och medarbetare", "leads_to": "Dialogen i september och genomf\u00f6randet under l\u00e4s\u00e5ret", "of": "this_year", "starts": {"on": "06-01"}, "due": {"latest": "09-01"}, "remind_weeks": [23, 33]}, {"id": "school-details", "level": "school", "phase": "plan", "title": "Kontrollera skolans uppgifter", "who": "Rektor", "due": {"week": 33}, "remind": [0], "asks": "school_details"}, {"id": "september-dialogue", "level": "school", "phase": "carry-out", "title": "Resultat- och kvalitetsdialog i september", "text": "G\u00e5 igenom rapport, resultat, m\u00e4tetal och plan tillsammans, och vilket st\u00f6d skolan beh\u00f6ver.", "who": "Rektor, utbildningschef och utvecklingsst\u00f6d", "leads_to": "Eventuell komplettering av planen och r\u00e4tt st\u00f6d", "starts": {"on": "09-01"}, "due": {"latest": "09-30"}, "dialogue": "quality-school"}, {"id": "forecast", "level": "school", "phase": "carry-out", "title": "Prognos per \u00e4mne och \u00e5rskurs", "text": "Var riskerar eleverna att inte n\u00e5 m\u00e5len? Skriv per \u00e4mne och \u00e5rskurs, aldrig om en enskild elev.", "who": "Rektor och l\u00e4rare", "leads_to": "\u00c5tg\u00e4rder i tid, och en punkt i dialogen", "starts": {"on": "10-01"}, "due": {"latest": "11-15"}}, {"id": "results-winter", "level": "school", "phase": "follow-up", "title": "G\u00e5 igenom h\u00f6stens resultat", "text": "Betyg, omd\u00f6men och m\u00e5luppfyllelse.", "who": "Rektor", "leads_to": "Avst\u00e4mning av kvalitetsplanen", "starts": {"on": "12-01"}, "due": {"latest": "01-31"}}, {"id": "plan-check", "level": "school", "phase": "follow-up", "title": "Avst\u00e4mning av kvalitetsplanen", "text": "Hur g\u00e5r det med \u00e5tagandena, m\u00e4tt med de m\u00e4tetal ni har valt?", "who": "Rektor och medarbetare", "leads_to": "Dialogen i februari", "starts": {"on": "12-01"}, "due": {"before": "february-dialogue", "days": 28}}, {"id": "self-evaluation", "level": "school", "phase": "follow-up", "title": "Sj\u00e4lvv\u00e4rdering av det systematiska kvalitetsarbetet", "who": "Rektor och medarbetare", "leads_to": "Dialogen i februari", "starts": {"on": "12-01"}, "due": {"latest": "01-31"}}, {"id": "february-dialogue", "level": "school", "phase": "follow-up", "title": "Resultat- och kvalitetsdialog i februari", "text": "De nya resultaten, \u00e5tagandena, sj\u00e4lvv\u00e4rderingen, det pedagogiska ledarskapet och vilket st\u00f6d skolan beh\u00f6ver.", "who": "Rektor, utbildningschef och utvecklingsst\u00f6d", "leads_to": "R\u00e4tt st\u00f6d under v\u00e5ren", "starts": {"on": "02-01"}, "due": {"latest": "02-28"}, "dialogue": "quality-school"}, {"id": "user-survey", "level": "school", "phase": "follow-up", "title": "Brukarunders\u00f6kning bland elever och medarbetare", "who": "Rektor", "leads_to": "Sammanst\u00e4llning per skola", "starts": {"on": "03-01"}, "due": {"latest": "03-31"}}, {"id": "user-survey-report", "level": "school", "phase": "follow-up", "title": "Sammanst\u00e4llning av brukarunders\u00f6kningen", "who": "Rektor", "leads_to": "Analysen i juni", "due": {"latest": "04-30"}}, {"id": "hr-economy-june", "level": "school", "phase": "follow-up", "title": "HR- och ekonomidialog i juni: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "06-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-september", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i september: uppf\u00f6ljning inf\u00f6r del\u00e5rsrapport 2", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "09-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-october", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i oktober: budget", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "10-31"}, "dialogue": "hr-economy"}, {"id": "hr-economy-november", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i november: uppf\u00f6ljning 2 (UP2) och budget", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "11-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-december", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i december: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "12-20"}, "dialogue": "hr-economy"}, {"id": "hr-economy-january", "level": "school", "phase": "follow-up", "title": "HR- och ekonomidialog i januari: \u00e5rsanalys och uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "01-31"}, "dialogue": "hr-economy"}, {"id": "hr-economy-march", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i mars: uppf\u00f6ljning 1 (UP1)", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "03-31"}, "dialogue": "hr-economy"}, {"id": "hr-economy-april", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i april: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "04-30"}, "dialogue": "hr-economy"}, {"id": "hr-economy-may", "level": "school", "phase": "carry-out", "title": "HR- och ekonomidialog i maj: uppf\u00f6ljning", "who": "Rektor, HR-konsult och ekonom", "due": {"latest": "05-31"}, "dialogue": "hr-economy"}, {"id": "metrics-compiled", "level": "administration", "phase": "follow-up", "title": "Sammanst\u00e4llning av m\u00e4tetalens utfall per skola", "text": "Alla prioriterade omr\u00e5den, s\u00e5 att skolorna och utbildningscheferna har samma underlag i september.", "who": "Utvecklingsavdelningen", "leads_to": "Dialogerna i september", "due": {"latest": "08-31"}}, {"id": "goals-broken-down", "level": "administration", "phase": "follow-up", "title": "Skolornas m\u00e5l och gemensamma utvecklingsomr\u00e5den", "who": "F\u00f6rvaltningsledningen", "leads_to": "Skolornas kvalitetsplaner", "of": "this_year", "due": {"latest": "08-15"}}, {"id": "seminar-autumn", "level": "administration", "phase": "analyse", "title": "Analysseminarium i oktober", "text": "Skolornas rapporter och planer, brister, utvecklingsomr\u00e5den och goda exempel.", "who": "F\u00f6rvaltningsledningen, utbildningschefer och st\u00f6d", "leads_to": "Sammanst\u00e4llda \u00e5taganden", "due": {"latest": "10-15"}, "builds_on": "quality-report"}, {"id": "commitments-compiled", "level": "administration", "phase": "analyse", "title": "Sammanst\u00e4llning av skolornas \u00e5taganden", "who": "Utvecklingsavdelningen", "leads_to": "F\u00f6rvaltningens \u00e5tagandeplan", "of": "this_year", "due": {"latest": "10-31"}, "builds_on": "quality-plan"}, {"id": "dr2-papers", "level": "administration", "phase": "follow-up", "title": "Handlingar till del\u00e5rsrapport 2", "who": "Ekonomiavdelningen", "leads_to": "Del\u00e5rsrapport 2", "due": {"before": "meeting-dr2", "days": 14}}, {"id": "seminar-november", "level": "administration", "phase": "analyse", "title": "Analysseminarium i november", "who": "F\u00f6rvaltningsledningen, utbildningschefer och st\u00f6d", "leads_to": "Internbudget och \u00e5rsrapport", "due": {"latest": "11-30"}}, {"id": "internal-budget-papers", "level": "administration", "phase": "analyse", "title": "Handlingar till internbudgeten", "who": "Ekonomiavdelningen", "leads_to": "Internbudget", "due": {"before": "meeting-internal-budget", "days": 14}}, {"id": "seminar-january", "level": "administration", "phase": "analyse", "title": "Analysseminarium i januari", "text": "H\u00f6stens resultat, m\u00e4tetal och sj\u00e4lvv\u00e4rderingar.", "who": "F\u00f6rvaltningsledningen, utbildningschefer och st\u00f6d", "leads_to": "\u00c5rsrapport och \u00e5rsanalys", "due": {"latest": "01-20"}}, {"id": "annual-report-papers", "level": "administration", "phase": "analyse", "title": "Handlingar till \u00e5rsrapporten", "text": "Skolornas utfall av m\u00e4tetal, analys och \u00e5taganden, tillsammans med f\u00f6rvaltningens \u00f6vergripande \u00e5taganden.", "who": "Utvecklingsavdelningen", "leads_to": "\u00c5rsrapport till n\u00e4mnden", "due": {"before": "meeting-annual-report", "days": 14}, "remind": [-28, -7], "builds_on": "plan-check"}, {"id": "administration-plan", "level": "administration", "phase": "plan", "title": "F\u00f6rvaltningens \u00e5tagandeplan", "text": "Utifr\u00e5n utfall, uppf\u00f6ljningar och analyser.", "who": "F\u00f6rvaltningsledningen", "leads_to": "Genomf\u00f6rande under kalender\u00e5ret", "due": {"latest": "03-15"}}, {"id": "budget-letter-papers", "level": "administration", "phase": "plan", "title": "Handlingar till budgetskrivelsen", "who": "Ekonomiavdelningen", "leads_to": "Budgetskrivelse", "due": {"before": "meeting-budget-letter", "days": 14}}, {"id": "surveys-compiled", "level": "administration", "phase": "follow-up", "title": "Sammanst\u00e4llning av brukarunders\u00f6kningarna", "text": "Per skola och f\u00f6r hela f\u00f6rvaltningen.", "who": "Utvecklingsavdelningen", "leads_to": "Skolornas analys i juni", "due": {"latest": "05-15"}, "builds_on": "user-survey-report"}, {"id": "dr1-papers", "level": "administration", "phase": "follow-up", "title": "Handlingar till del\u00e5rsrapport 1", "who": "Ekonomiavdelningen", "leads_to": "Del\u00e5rsrapport 1", "due": {"before": "meeting-dr1", "days": 14}}, {"id": "dr2", "level": "board", "phase": "follow-up", "title": "Del\u00e5rsrapport 2 behandlas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Uppf\u00f6ljning av m\u00e5l och ekonomi", "due": {"after": "meeting-dr2", "days": 0}}, {"id": "internal-budget", "level": "board", "phase": "plan", "title": "Internbudgeten beslutas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Skolornas ramar", "due": {"after": "meeting-internal-budget", "days": 0}}, {"id": "annual-report", "level": "board", "phase": "analyse", "title": "\u00c5rsrapporten behandlas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "\u00c5rsanalys till kommunfullm\u00e4ktige", "due": {"after": "meeting-annual-report", "days": 0}, "builds_on": "plan-check"}, {"id": "board-dialogue", "level": "board", "phase": "analyse", "title": "Dialog mellan f\u00f6rvaltning och n\u00e4mnd", "text": "N\u00e4mndens och fullm\u00e4ktiges m\u00e5l, m\u00e4tetalens utfall och \u00e5rsrapporten.", "who": "N\u00e4mnden, grundskoledirekt\u00f6r och utbildningschefer", "leads_to": "N\u00e4mndens m\u00e5l", "due": {"after": "meeting-annual-report", "days": 0}, "dialogue": "quality-board"}, {"id": "annual-analysis", "level": "board", "phase": "analyse", "title": "\u00c5rsanalys till kommunfullm\u00e4ktige", "who": "N\u00e4mnden", "leads_to": "Kommunfullm\u00e4ktiges m\u00e5l", "due": {"after": "meeting-annual-report", "days": 14}}, {"id": "budget-letter", "level": "board", "phase": "plan", "title": "Budgetskrivelsen beslutas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Kommunens budget", "due": {"after": "meeting-budget-letter", "days": 0}}, {"id": "dr1", "level": "board", "phase": "follow-up", "title": "Del\u00e5rsrapport 1 behandlas i n\u00e4mnden", "who": "N\u00e4mnden", "leads_to": "Uppf\u00f6ljning av m\u00e5l och ekonomi", "due": {"after": "meeting-dr1", "days": 0}}], "dialogues": [{"id": "staff", "title": "Resultat- och kvalitetsdialog i skolan", "between": ["staff", "school"], "who": "Medarbetare och rektor, p\u00e5 arbetslagstr\u00e4ffar och arbetsplatstr\u00e4ffar", "about": "Planering, genomf\u00f6rande, uppf\u00f6ljning, analys och utveckling"}, {"id": "pupils-and-guardians", "title": "Dialog med elever och v\u00e5rdnadshavare", "between": ["pupils_and_guardians", "school"], "who": "Elever, v\u00e5rdnadshavare och rektor", "about": "Uppf\u00f6ljning och planering"}, {"id": "quality-school", "title": "Resultat- och kvalitetsdialog", "between": ["school", "administration"], "who": "Rektor, utbildningschef och utvecklingsst\u00f6d", "about": "Prioriterade omr\u00e5den, m\u00e4tetal och resultat, kvalitetsrapport och kvalitetsplan, \u00f6vriga l\u00e4roplansm\u00e5l och skolans kvalitetsarbete", "at_least": 2}, {"id": "hr-economy", "title": "HR- och ekonomidialog", "between": ["school", "administration"], "who": "Rektor, HR-konsult och ekonom", "about": "Elevantal och ekonomi, sjukfr\u00e5nvaro och rehabilitering (aldrig per person), bemanning mot budget, kompetens och arbetsmilj\u00f6", "at_least": 9}, {"id": "quality-board", "title": "Resultat- och kvalitetsdialog med n\u00e4mnden", "between": ["administration", "board"], "who": "Grundskoledirekt\u00f6r, utbildningschefer och n\u00e4mnden", "about": "Fullm\u00e4ktiges och n\u00e4mndens m\u00e5l, prioriterade omr\u00e5den, m\u00e4tetal, resultat och \u00e5rsrapport", "at_least": 1}]}','19bced654ace269e4ccae4684ff8c32d3c4172d33db16802fc8b0eedfe5a5843','2026-05-29 07:00:00.000000',1,1);
CREATE TABLE received_events (
	event VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_received_events_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_received_events PRIMARY KEY (id), 
	CONSTRAINT uq_received_events_workspace_id_event UNIQUE (workspace_id, event)
);
CREATE TABLE responses (
	inquiry_id INTEGER NOT NULL, 
	unit_id INTEGER NOT NULL, 
	answers TEXT NOT NULL, 
	handed_in_at DATETIME, 
	handed_in_by_id INTEGER, 
	declined_at DATETIME, 
	version INTEGER NOT NULL, 
	changed_by_form VARCHAR, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_responses_handed_in_by_id FOREIGN KEY(handed_in_by_id) REFERENCES people (id), 
	CONSTRAINT fk_responses_inquiry_id FOREIGN KEY(inquiry_id) REFERENCES inquiries (id), 
	CONSTRAINT fk_responses_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_responses_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_responses PRIMARY KEY (id), 
	CONSTRAINT uq_responses_inquiry_id_unit_id UNIQUE (inquiry_id, unit_id)
);
CREATE TABLE "roles" (
	person_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	level VARCHAR, 
	programme_id INTEGER, 
	network_id INTEGER, 
	unit_id INTEGER, 
	valid_from DATETIME NOT NULL, 
	valid_to DATETIME, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	absence_id INTEGER, 
	CONSTRAINT fk_roles_absence_id FOREIGN KEY(absence_id) REFERENCES absences (id), 
	CONSTRAINT fk_roles_network_id FOREIGN KEY(network_id) REFERENCES networks (id), 
	CONSTRAINT fk_roles_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_roles_programme_id FOREIGN KEY(programme_id) REFERENCES programmes (id), 
	CONSTRAINT fk_roles_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_roles_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_roles PRIMARY KEY (id)
);
INSERT INTO "roles" VALUES(1,'leadership',NULL,1,NULL,NULL,'2026-05-29 07:00:00.000000',NULL,1,1,NULL);
INSERT INTO "roles" VALUES(1,'administration',NULL,NULL,NULL,1,'2026-05-29 07:00:00.000000',NULL,1,2,NULL);
INSERT INTO "roles" VALUES(2,'board',NULL,NULL,NULL,1,'2026-05-29 07:00:00.000000',NULL,1,3,NULL);
INSERT INTO "roles" VALUES(4,'head_of_schools',NULL,NULL,NULL,2,'2026-05-29 07:00:00.000000',NULL,1,4,NULL);
INSERT INTO "roles" VALUES(4,'head_of_schools',NULL,NULL,NULL,3,'2026-05-29 07:00:00.000000',NULL,1,5,NULL);
INSERT INTO "roles" VALUES(3,'principal',NULL,NULL,NULL,2,'2026-05-29 07:00:00.000000',NULL,1,6,NULL);
INSERT INTO "roles" VALUES(3,'principal',NULL,NULL,NULL,3,'2026-05-29 07:00:00.000000',NULL,1,7,NULL);
CREATE TABLE sender_leases (
	workspace_id INTEGER NOT NULL, 
	owner VARCHAR NOT NULL, 
	lease_until DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_sender_leases_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_sender_leases PRIMARY KEY (id), 
	CONSTRAINT uq_sender_leases_workspace_id UNIQUE (workspace_id)
);
CREATE TABLE support_requests (
	commitment_id INTEGER NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	audience VARCHAR NOT NULL, 
	text TEXT, 
	form_key VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT fk_support_requests_asked_by_id FOREIGN KEY(asked_by_id) REFERENCES people (id), 
	CONSTRAINT fk_support_requests_commitment_id FOREIGN KEY(commitment_id) REFERENCES commitments (id), 
	CONSTRAINT fk_support_requests_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_support_requests PRIMARY KEY (id), 
	CONSTRAINT uq_support_requests_workspace_id_form_key UNIQUE (workspace_id, form_key)
);
CREATE TABLE "tasks" (
	kind VARCHAR NOT NULL, 
	commitment_id INTEGER, 
	network_id INTEGER, 
	unit_id INTEGER, 
	meeting_id INTEGER, 
	step VARCHAR, 
	position INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	who TEXT, 
	starts_on DATE, 
	due_on DATE, 
	extended_to DATE, 
	note TEXT, 
	link TEXT, 
	done_at DATETIME, 
	done_by_id INTEGER, 
	version INTEGER NOT NULL, 
	changed_by_form VARCHAR, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	year INTEGER, 
	waived_at DATETIME, 
	reason TEXT, 
	remind_on DATE, 
	handed_to_id INTEGER, 
	handed_at DATETIME, 
	CONSTRAINT fk_tasks_commitment_id FOREIGN KEY(commitment_id) REFERENCES commitments (id), 
	CONSTRAINT fk_tasks_done_by_id FOREIGN KEY(done_by_id) REFERENCES people (id), 
	CONSTRAINT fk_tasks_handed_to_id FOREIGN KEY(handed_to_id) REFERENCES people (id), 
	CONSTRAINT fk_tasks_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings (id), 
	CONSTRAINT fk_tasks_network_id FOREIGN KEY(network_id) REFERENCES networks (id), 
	CONSTRAINT fk_tasks_unit_id FOREIGN KEY(unit_id) REFERENCES units (id), 
	CONSTRAINT fk_tasks_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_tasks PRIMARY KEY (id), 
	CONSTRAINT uq_tasks_meeting_id_unit_id_step UNIQUE (meeting_id, unit_id, step)
);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'results-spring',0,'Gå igenom läsårets resultat',NULL,NULL,NULL,NULL,NULL,NULL,'2026-06-22 06:00:00.000000',3,2,'00000000000000000000000000000004',1,1,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,3,NULL,'results-spring',0,'Gå igenom läsårets resultat',NULL,NULL,NULL,NULL,NULL,NULL,'2026-06-22 06:00:00.000000',3,2,'00000000000000000000000000000005',1,2,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'school-details',0,'Kontrollera skolans uppgifter',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-10 06:00:00.000000',3,2,NULL,1,3,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'development-areas',0,'Välj utvecklingsområden',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-10 06:00:00.000000',3,2,'00000000000000000000000000000006',1,4,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'analysis',0,'Följ upp och analysera resultat och kvalitetsplan',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-10 06:00:00.000000',3,2,'00000000000000000000000000000007',1,5,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'metrics-compiled',0,'Sammanställning av mätetalens utfall per skola',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-10 06:00:00.000000',1,2,'00000000000000000000000000000008',1,6,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'quality-report',0,'Kvalitetsrapport',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-31 06:00:00.000000',3,2,'00000000000000000000000000000009',1,7,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'quality-plan',0,'Kvalitetsplan',NULL,NULL,NULL,NULL,'Vi skrev den tillsammans i arbetslagen.',NULL,'2026-08-31 06:00:00.000000',3,2,'00000000000000000000000000000010',1,8,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,3,NULL,'quality-report',0,'Kvalitetsrapport',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-31 06:00:00.000000',3,2,'00000000000000000000000000000011',1,9,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,3,NULL,'quality-plan',0,'Kvalitetsplan',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-31 06:00:00.000000',3,2,'00000000000000000000000000000012',1,10,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'goals-broken-down',0,'Skolornas mål och gemensamma utvecklingsområden',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-31 06:00:00.000000',1,2,'00000000000000000000000000000013',1,11,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'dr2-papers',0,'Handlingar till delårsrapport 2',NULL,NULL,NULL,NULL,NULL,NULL,'2026-08-31 06:00:00.000000',1,2,'00000000000000000000000000000014',1,12,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'september-dialogue',0,'Resultat- och kvalitetsdialog i september',NULL,NULL,NULL,NULL,'Skolan behöver stöd i matematik i årskurs 7.',NULL,'2026-09-24 13:00:00.000000',4,2,NULL,1,13,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'hr-economy-september',0,'HR- och ekonomidialog i september: uppföljning inför delårsrapport 2',NULL,NULL,NULL,NULL,'Skolan har en lärare mindre än budgeten tål.',NULL,'2026-09-24 13:00:00.000000',3,2,NULL,1,14,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'dr2',0,'Delårsrapport 2 behandlas i nämnden',NULL,NULL,NULL,NULL,'Nämnden behandlade den på sitt sammanträde.',NULL,'2026-09-28 06:00:00.000000',2,2,'00000000000000000000000000000015',1,15,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,3,NULL,'hr-economy-october',0,'HR- och ekonomidialog i oktober: budget',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,1,16,2026,'2026-10-19 06:00:00.000000','Vi tar budgeten i november, tillsammans med uppföljningen.',NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'internal-budget-papers',0,'Handlingar till internbudgeten',NULL,NULL,NULL,NULL,NULL,NULL,'2026-10-19 06:00:00.000000',1,2,'00000000000000000000000000000016',1,17,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'seminar-autumn',0,'Analysseminarium i oktober',NULL,NULL,NULL,NULL,'Tre utvecklingsområden återkommer i skolornas rapporter.',NULL,'2026-10-19 06:00:00.000000',1,2,'00000000000000000000000000000017',1,18,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,1,NULL,'internal-budget',0,'Internbudgeten beslutas i nämnden',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,1,19,2026,NULL,NULL,'2026-11-16',NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,3,NULL,'forecast',0,'Prognos per ämne och årskurs',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-02 07:00:00.000000',3,2,'00000000000000000000000000000018',1,20,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'hr-economy-october',0,'HR- och ekonomidialog i oktober: budget',NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-02 07:00:00.000000',3,2,'00000000000000000000000000000019',1,21,2026,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,3,NULL,'hr-economy-november',0,'HR- och ekonomidialog i november: uppföljning 2 (UP2) och budget',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,1,22,2026,NULL,NULL,'2026-11-16',NULL,NULL);
INSERT INTO "tasks" VALUES('milestone',NULL,NULL,2,NULL,'hr-economy-november',0,'HR- och ekonomidialog i november: uppföljning 2 (UP2) och budget',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,NULL,1,23,2026,NULL,NULL,'2026-11-23',NULL,NULL);
CREATE TABLE "units" (
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	code VARCHAR, 
	parent_id INTEGER, 
	channel_id VARCHAR, 
	workspace_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	programme_id INTEGER, 
	follows_from DATE, 
	board_meetings JSON, valid_to DATETIME, 
	CONSTRAINT fk_units_parent_id FOREIGN KEY(parent_id) REFERENCES units (id), 
	CONSTRAINT fk_units_programme_id FOREIGN KEY(programme_id) REFERENCES programmes (id), 
	CONSTRAINT fk_units_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id), 
	CONSTRAINT pk_units PRIMARY KEY (id), 
	CONSTRAINT uq_units_workspace_id_kind_name_parent_id UNIQUE (workspace_id, kind, name, parent_id)
);
INSERT INTO "units" VALUES('municipality','Malmö','1280',NULL,NULL,1,1,1,'2026-05-29','["2026-09-23", "2026-11-18", "2027-02-24", "2027-04-21", "2027-05-19"]',NULL);
INSERT INTO "units" VALUES('school','Exempelskolan',NULL,1,'C0EXEMPEL',1,2,NULL,NULL,NULL,NULL);
INSERT INTO "units" VALUES('school','Provskolan',NULL,1,NULL,1,3,NULL,NULL,NULL,NULL);
INSERT INTO "units" VALUES('school','Papperskolan',NULL,1,NULL,1,4,NULL,NULL,NULL,NULL);
CREATE TABLE workspaces (
	installation VARCHAR NOT NULL, 
	salt VARCHAR NOT NULL, 
	team_id VARCHAR, 
	bot_id VARCHAR, 
	bot_user_id VARCHAR, 
	api_url VARCHAR, 
	timezone VARCHAR NOT NULL, 
	locale VARCHAR NOT NULL, 
	commitments_made INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_workspaces PRIMARY KEY (id), 
	CONSTRAINT uq_workspaces_installation UNIQUE (installation), 
	CONSTRAINT uq_workspaces_team_id UNIQUE (team_id)
);
INSERT INTO "workspaces" VALUES('00000000000000000000000000000001','demo','T0NETWORK','B0PLAYGRND','U0BOT','http://127.0.0.1:3001/api/','Europe/Stockholm','sv',0,1);
CREATE INDEX ix_absences_person ON absences (person_id);
CREATE INDEX ix_absences_workspace_id ON absences (workspace_id);
CREATE INDEX ix_calendar_entries_workspace_id ON calendar_entries (workspace_id);
CREATE INDEX ix_closed_days_workspace_id ON closed_days (workspace_id);
CREATE INDEX ix_commitments_network_unit ON commitments (network_id, unit_id);
CREATE INDEX ix_commitments_workspace_id ON commitments (workspace_id);
CREATE INDEX ix_decided_texts_workspace_id ON decided_texts (workspace_id);
CREATE INDEX ix_deliveries_ended ON deliveries (workspace_id, due_at) WHERE status != 'pending';
CREATE INDEX ix_deliveries_pending ON deliveries (workspace_id, due_at, id) WHERE status = 'pending';
CREATE INDEX ix_deliveries_recipient ON deliveries (recipient, due_at);
CREATE INDEX ix_deliveries_refresh ON deliveries (workspace_id, refresh_at) WHERE refresh_at IS NOT NULL;
CREATE INDEX ix_deliveries_sending ON deliveries (workspace_id, started_at) WHERE status = 'sending';
CREATE INDEX ix_deliveries_subject ON deliveries (subject, subject_id);
CREATE INDEX ix_deliveries_sweep ON deliveries (workspace_id, sweep_at) WHERE sweep_at IS NOT NULL;
CREATE INDEX ix_deliveries_uncertain ON deliveries (workspace_id) WHERE status = 'uncertain';
CREATE INDEX ix_deliveries_workspace_id ON deliveries (workspace_id);
CREATE INDEX ix_drafts_workspace_id ON drafts (workspace_id);
CREATE INDEX ix_events_subject ON events (subject, subject_id);
CREATE INDEX ix_events_workspace_id ON events (workspace_id);
CREATE INDEX ix_inquiries_workspace_id ON inquiries (workspace_id);
CREATE INDEX ix_links_person ON links (person_id);
CREATE INDEX ix_links_workspace_id ON links (workspace_id);
CREATE INDEX ix_loaded_entries_workspace_id ON loaded_entries (workspace_id);
CREATE INDEX ix_meetings_ends_at ON meetings (ends_at);
CREATE INDEX ix_meetings_unit ON meetings (unit_id);
CREATE INDEX ix_meetings_workspace_id ON meetings (workspace_id);
CREATE INDEX ix_memberships_unit_id ON memberships (unit_id);
CREATE INDEX ix_memberships_workspace_id ON memberships (workspace_id);
CREATE INDEX ix_networks_workspace_id ON networks (workspace_id);
CREATE INDEX ix_other_installations_workspace_id ON other_installations (workspace_id);
CREATE INDEX ix_pauses_workspace_id ON pauses (workspace_id);
CREATE INDEX ix_people_workspace_id ON people (workspace_id);
CREATE INDEX ix_programmes_workspace_id ON programmes (workspace_id);
CREATE INDEX ix_received_events_workspace_id ON received_events (workspace_id);
CREATE INDEX ix_responses_workspace_id ON responses (workspace_id);
CREATE INDEX ix_roles_absence_id ON roles (absence_id);
CREATE INDEX ix_roles_person ON roles (person_id);
CREATE INDEX ix_roles_unit ON roles (unit_id);
CREATE INDEX ix_roles_workspace_id ON roles (workspace_id);
CREATE INDEX ix_support_requests_commitment_id ON support_requests (commitment_id);
CREATE INDEX ix_support_requests_workspace_id ON support_requests (workspace_id);
CREATE INDEX ix_tasks_commitment ON tasks (commitment_id);
CREATE INDEX ix_tasks_handed_to_id ON tasks (handed_to_id);
CREATE INDEX ix_tasks_unit ON tasks (unit_id);
CREATE INDEX ix_tasks_workspace_id ON tasks (workspace_id);
CREATE INDEX ix_units_workspace_id ON units (workspace_id);
CREATE UNIQUE INDEX uq_tasks_milestone ON tasks (unit_id, step, year) WHERE kind = 'milestone';
COMMIT;
