// graph-gophers/graphql-go on net/http with pgx, as its README shows it.
//
// For speed, as the documentation advises: UseFieldResolvers (no method call for plain fields), a pgx pool (which
// prepares statements by itself), gorilla/websocket without compression. The library parses and validates each request.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/graph-gophers/graphql-go"
	"github.com/jackc/pgx/v4/pgxpool"
)

type user struct {
	ID    int32
	Name  string
	Email string
}

type post struct {
	ID     int32
	UserID int32
	Title  string
	Body   string
	User   *user
}

type stats struct {
	UserID           graphql.ID
	TotalTokens      int32
	PromptTokens     int32
	CompletionTokens int32
	CostMicroUsd     string
	UpdatedAt        string
}

type tick struct {
	ID   int32
	Text string
}

type root struct {
	posts     []*post
	pool      *pgxpool.Pool
	mutex     sync.RWMutex
	listeners map[chan *tick]struct{}
}

func (r *root) Greet() string  { return "Hello World!" }
func (r *root) Posts() []*post { return r.posts }

const columns = "user_id, total_tokens, prompt_tokens, completion_tokens, cost_micro_usd, updated_at"

func (r *root) one(ctx context.Context, sql string, arguments ...interface{}) (*stats, error) {
	var s stats
	var id string
	err := r.pool.QueryRow(ctx, sql, arguments...).Scan(
		&id, &s.TotalTokens, &s.PromptTokens, &s.CompletionTokens, &s.CostMicroUsd, &s.UpdatedAt)
	if err != nil {
		return nil, err
	}
	s.UserID = graphql.ID(id)
	return &s, nil
}

func (r *root) UserTokenStats(ctx context.Context, a struct{ UserID graphql.ID }) (*stats, error) {
	return r.one(ctx, "SELECT "+columns+" FROM bench_user_token_stats WHERE user_id = $1", string(a.UserID))
}

func (r *root) CachedUserTokenStats(ctx context.Context, a struct{ UserID graphql.ID }) (*stats, error) {
	return r.UserTokenStats(ctx, a)
}

func (r *root) RecordUsage(ctx context.Context, a struct {
	UserID graphql.ID
	Tokens int32
}) (*stats, error) {
	return r.one(ctx, "UPDATE bench_user_token_stats SET total_tokens = total_tokens + $2, "+
		"prompt_tokens = prompt_tokens + $2 WHERE user_id = $1 RETURNING "+columns, string(a.UserID), a.Tokens)
}

type published struct {
	Ok bool
}

func (r *root) Publish(a struct{ ID int32 }) published {
	t := &tick{a.ID, "A tick of the benchmark."}
	r.mutex.RLock()
	defer r.mutex.RUnlock()
	for c := range r.listeners {
		c <- t
	}
	return published{true}
}

func (r *root) Ticks(ctx context.Context) <-chan *tick {
	c := make(chan *tick, 1024)
	r.mutex.Lock()
	r.listeners[c] = struct{}{}
	r.mutex.Unlock()
	go func() {
		<-ctx.Done()
		r.mutex.Lock()
		delete(r.listeners, c)
		r.mutex.Unlock()
	}()
	return c
}

type request struct {
	Query         string                 `json:"query"`
	OperationName string                 `json:"operationName"`
	Variables     map[string]interface{} `json:"variables"`
}

type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

type next struct {
	ID      string      `json:"id"`
	Type    string      `json:"type"`
	Payload interface{} `json:"payload"`
}

var upgrader = websocket.Upgrader{
	Subprotocols: []string{"graphql-transport-ws"},
	CheckOrigin:  func(*http.Request) bool { return true },
}

// serveSocket speaks graphql-transport-ws for the good case.
func serveSocket(schema *graphql.Schema, w http.ResponseWriter, r *http.Request) {
	socket, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer socket.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var writing sync.Mutex
	send := func(value interface{}) {
		writing.Lock()
		defer writing.Unlock()
		_ = socket.WriteJSON(value)
	}
	for {
		var m message
		if socket.ReadJSON(&m) != nil {
			return
		}
		switch m.Type {
		case "connection_init":
			send(message{Type: "connection_ack"})
		case "ping":
			send(message{Type: "pong"})
		case "subscribe":
			var q request
			if json.Unmarshal(m.Payload, &q) != nil {
				return
			}
			results, err := schema.Subscribe(ctx, q.Query, q.OperationName, q.Variables)
			if err != nil {
				return
			}
			go func(id string) {
				for result := range results {
					send(next{id, "next", result})
				}
			}(m.ID)
		}
	}
}

func main() {
	place, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	folder := os.Getenv("BENCH_FOLDER")
	if folder == "" {
		folder = filepath.Dir(place)
	}
	sdl, err := os.ReadFile(filepath.Join(folder, "schema.graphql"))
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, "data", "posts.json"))
	if err != nil {
		log.Fatal(err)
	}
	var data struct {
		Users []*user `json:"users"`
		Posts []*post `json:"posts"`
	}
	if err := json.Unmarshal(text, &data); err != nil {
		log.Fatal(err)
	}
	byID := map[int32]*user{}
	for _, u := range data.Users {
		byID[u.ID] = u
	}
	for _, p := range data.Posts {
		p.User = byID[p.UserID]
	}
	config, err := pgxpool.ParseConfig(os.Getenv("BENCH_POSTGRES"))
	if err != nil {
		log.Fatal(err)
	}
	config.MaxConns = 16
	pool, err := pgxpool.ConnectConfig(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	resolver := &root{posts: data.Posts, pool: pool, listeners: map[chan *tick]struct{}{}}
	schema := graphql.MustParseSchema(string(sdl), resolver, graphql.UseFieldResolvers())
	http.HandleFunc("/graphql", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			serveSocket(schema, w, r)
			return
		}
		var q request
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body, err := json.Marshal(schema.Exec(r.Context(), q.Query, q.OperationName, q.Variables))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("BENCH_PORT"), IdleTimeout: 2 * time.Minute}
	log.Fatal(server.ListenAndServe())
}
