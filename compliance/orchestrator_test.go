package compliance_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
)

// fakeClone is the argument that makes this test program a clone that does what it is told; see runFakeClone.
const fakeClone = "fake-clone"

// runFakeClone speaks the headless protocol. It starts unless its configuration says refuse; a transaction tells it what
// to do; it notes in its data directory that it has been.
func runFakeClone() {
	say := json.NewEncoder(os.Stdout)
	var start struct {
		RequestID  string `json:"requestId"`
		TmpDirName string `json:"tmpDirName"`
		Config     struct {
			Refuse  string `json:"refuse"`
			Genesis bool   `json:"genesis"`
		} `json:"config"`
	}
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		var command struct {
			Type    string `json:"@type"`
			ID      string `json:"id"`
			Request struct {
				Do string `json:"do"`
			} `json:"request"`
		}
		if json.Unmarshal(input.Bytes(), &command) != nil {
			os.Exit(3)
		}
		answer := func(kind string) { _ = say.Encode(object{"@type": kind, "requestId": command.ID}) }
		event := func(kind string, body any) {
			_ = say.Encode(object{"@type": kind, "requestId": start.RequestID, "body": body})
		}
		switch command.Type {
		case "start":
			if json.Unmarshal(input.Bytes(), &start) != nil {
				os.Exit(3)
			}
			if start.Config.Refuse != "" {
				_ = say.Encode(object{"@type": "unstarted", "requestId": start.RequestID, "err": start.Config.Refuse})
				continue
			}
			_, err := os.Stat(filepath.Join(start.TmpDirName, "been"))
			_ = os.WriteFile(filepath.Join(start.TmpDirName, "been"), nil, 0o600)
			event("started", nil)
			event("status", object{"online": true, "genesis": start.Config.Genesis, "been": err == nil})
		case "transact":
			switch command.Request.Do {
			case "die":
				fmt.Fprintln(os.Stderr, "panic: as told")
				os.Exit(2)
			case "hang":
				event("updated", "hanging")
			case "fail":
				_ = say.Encode(object{"@type": "error", "requestId": command.ID, "err": "as told"})
			case "":
				for i := range 3 {
					_ = say.Encode(object{"@type": "next", "requestId": command.ID, "body": object{"@id": fmt.Sprint(i)}})
				}
				answer("complete")
			default:
				event("updated", command.Request.Do)
				answer("complete")
			}
		case "stop", "destroy":
			event("closed", nil)
			answer(map[string]string{"stop": "stopped", "destroy": "destroyed"}[command.Type])
		}
	}
	os.Exit(0)
}

// suiteClient asks an orchestrator for something, as the suite does.
type suiteClient struct {
	t            *testing.T
	orchestrator *compliance.Orchestrator
}

// newFakeOrchestrator runs fake clones.
func newFakeOrchestrator(t *testing.T) suiteClient {
	t.Helper()
	fake := compliance.Engine{Name: compliance.GoName, Launch: func() (*reference.Process, error) {
		return reference.StartCommand(os.Args[0], fakeClone)
	}}
	orchestrator, err := compliance.NewOrchestrator(compliance.Options{
		Policy: compliance.All(fake), Relay: "http://" + echoServer(t), Dir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(orchestrator.Close)
	return suiteClient{t, orchestrator}
}

// post returns the status and the open body of an answer.
func (c suiteClient) post(action, cloneID, body string) (int, io.ReadCloser) {
	c.t.Helper()
	query := url.Values{"cloneId": {cloneID}, "domain": {"test.m-ld.org"}}
	client := http.Client{Timeout: time.Minute}
	res, err := client.Post(c.orchestrator.URL()+"/"+action+"?"+query.Encode(), "application/json", strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = res.Body.Close() })
	return res.StatusCode, res.Body
}

// expect posts, and compares the whole answer.
func (c suiteClient) expect(action, cloneID, body string, status int, answer string) {
	c.t.Helper()
	gotStatus, stream := c.post(action, cloneID, body)
	got, err := io.ReadAll(stream)
	if err != nil {
		c.t.Fatal(err)
	}
	if gotStatus != status || !strings.Contains(string(got), answer) {
		c.t.Errorf("%s %s %s: got %d %s, want %d …%s…", action, cloneID, body, gotStatus, got, status, answer)
	}
}

// begin starts a clone, and returns its first status and the rest of what it says.
func (c suiteClient) begin(cloneID string) (map[string]any, *json.Decoder) {
	c.t.Helper()
	status, stream := c.post("start", cloneID, "")
	if status != http.StatusOK {
		c.t.Fatalf("start of %s: %d", cloneID, status)
	}
	said := json.NewDecoder(stream)
	if m := c.next(said); m["@type"] != "started" {
		c.t.Fatalf("first said %v", m)
	}
	body, _ := c.next(said)["body"].(map[string]any)
	return body, said
}

func (c suiteClient) next(said *json.Decoder) map[string]any {
	c.t.Helper()
	var m map[string]any
	if err := said.Decode(&m); err != nil {
		c.t.Fatal(err)
	}
	return m
}

func (c suiteClient) ended(said *json.Decoder) {
	c.t.Helper()
	var m any
	if err := said.Decode(&m); err != io.EOF {
		c.t.Errorf("after the end: %v, %v", m, err)
	}
}

func TestOrchestratorRunsAClone(t *testing.T) {
	c := newFakeOrchestrator(t)
	first, said := c.begin("a")
	if first["genesis"] != true || first["been"] != false {
		t.Errorf("the first start had %v", first)
	}
	second, _ := c.begin("b")
	if second["genesis"] != false {
		t.Errorf("the second clone of the domain had %v", second)
	}
	c.expect("transact", "a", `{"@describe":"x"}`, http.StatusOK, `{"@id":"0"}{"@id":"1"}{"@id":"2"}`)
	c.expect("transact", "a", `{"do":"fail"}`, http.StatusInternalServerError, `"message":"as told"`)
	c.expect("transact", "a", `{"do":"this"}`, http.StatusOK, "")
	if m := c.next(said); m["@type"] != "updated" || m["body"] != "this" {
		t.Errorf("said %v", m)
	}
	c.expect("start", "a", "", http.StatusBadRequest, "already started")
	c.expect("stop", "a", "", http.StatusOK, `"stopped"`)
	c.ended(said)
	c.expect("transact", "a", `{}`, http.StatusInternalServerError, "not running")

	again, said := c.begin("a")
	if again["genesis"] != false || again["been"] != true {
		t.Errorf("the second start had %v", again)
	}
	c.expect("kill", "a", "", http.StatusOK, `"killed"`)
	c.ended(said)
	if again, _ = c.begin("a"); again["been"] != true {
		t.Errorf("the start after the kill had %v", again)
	}
	c.expect("destroy", "a", "", http.StatusOK, `"destroyed"`)
	if again, _ = c.begin("a"); again["been"] != false {
		t.Errorf("the start after the destruction had %v", again)
	}
	if faults := c.orchestrator.Faults(); len(faults) > 0 {
		t.Errorf("faults: %q", faults)
	}
}

func TestOrchestratorPassesOnARefusal(t *testing.T) {
	c := newFakeOrchestrator(t)
	c.expect("start", "a", `{"refuse":"not today"}`, http.StatusBadRequest, `"message":"not today"`)
	if first, _ := c.begin("a"); first["genesis"] != true {
		t.Errorf("the start after a refusal had %v", first)
	}
}

// The suite stops clones that have not answered all that it asked in passing, and then must hear nothing of that.
func TestOrchestratorDoesNotAnswerForAStoppedClone(t *testing.T) {
	c := newFakeOrchestrator(t)
	_, said := c.begin("a")
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.orchestrator.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	const body = `{"do":"hang"}`
	if _, err := fmt.Fprintf(conn, "POST /transact?cloneId=a&domain=test.m-ld.org HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s",
		len(body), body); err != nil {
		t.Fatal(err)
	}
	if m := c.next(said); m["body"] != "hanging" {
		t.Fatalf("said %v", m)
	}
	c.expect("stop", "a", "", http.StatusOK, `"stopped"`)
	_ = conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond)) // It would have been answered before the stop.
	if n, err := conn.Read(make([]byte, 1)); n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("something was answered: %d bytes, %v", n, err)
	}
}

func TestOrchestratorNoticesADeath(t *testing.T) {
	c := newFakeOrchestrator(t)
	_, said := c.begin("a")
	c.expect("transact", "a", `{"do":"die"}`, http.StatusInternalServerError, "ended")
	c.ended(said)
	if faults := c.orchestrator.Faults(); len(faults) != 1 || !strings.Contains(faults[0], "as told") {
		t.Errorf("faults: %q", faults)
	}
	c.expect("destroy", "a", "", http.StatusOK, `"destroyed"`)
}

func TestOrchestratorKnowsNoOthers(t *testing.T) {
	c := newFakeOrchestrator(t)
	for _, action := range []string{"transact", "stop", "kill", "partition"} {
		c.expect(action, "nobody", "{}", http.StatusNotFound, "has not been started")
	}
	c.expect("destroy", "nobody", "", http.StatusOK, `"destroyed"`)
}
