-- A command line is signed in by its person's word at a browser.

ALTER TABLE "session" DROP CONSTRAINT "session_way_known";

ALTER TABLE "session" ADD CONSTRAINT "session_way_known" CHECK ("way" IN ('password', 'password_and_code', 'passkey', 'link', 'invitation', 'device'));
